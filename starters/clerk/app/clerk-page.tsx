import type { ComponentProps } from "react";
import { Inside } from "#adapters/clerk/component.tsx";

type ClerkPageProps = Omit<ComponentProps<typeof Inside>, "loading" | "failed">;

/** A page with one of Clerk's components. */
export const ClerkPage = (props: ClerkPageProps) => (
  <main className="grid min-h-dvh place-content-center p-4">
    <Inside
      {...props}
      loading={<p role="status">Loading…</p>}
      failed={<p role="alert">Signing in may be out of reach at the moment. Try again soon.</p>}
    />
  </main>
);
