import { notFound } from "next/navigation";
import { z } from "zod";
import { SetupPage } from "#components/setup/setup-page.tsx";
import { readEnv } from "#lib/base/env.ts";
import { examineApp } from "./examine-app.ts";

export const metadata = { title: "Set-up" };

/** Only where the app is being developed: it says how it is configured. */
export default async function Page() {
  const { NODE_ENV } = readEnv({ NODE_ENV: z.string().optional() });
  if (NODE_ENV !== "development") notFound();
  return <SetupPage findings={await examineApp({ isServing: true })} />;
}
