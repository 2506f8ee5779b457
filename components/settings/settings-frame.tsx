import { type ReactNode, useId } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import {
  Activity,
  ArrowLeft,
  Check,
  Gauge,
  type IconComponent,
  KeyRound,
  ShieldCheck,
  Users,
} from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";

const PAGES = [
  { path: "/settings/user-authentication", title: "User authentication", icon: ShieldCheck },
  { path: "/settings/api-keys", title: "API keys", icon: KeyRound },
  { path: "/settings/activity", title: "Activity", icon: Activity },
  { path: "/settings/users", title: "Users", icon: Users },
  { path: "/settings/limits", title: "Limits", icon: Gauge },
] satisfies { path: string; title: string; icon: IconComponent }[];

interface SettingsSectionProps {
  title: string;
  text?: ReactNode;
  /** What stands at the right of the title. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A part of a page of the settings. */
export function SettingsSection({ title, text, tools, children }: SettingsSectionProps) {
  return (
    <section className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 className="text-section font-semibold">{title}</h2>
          {text && <p className="text-help text-quiet">{text}</p>}
        </div>
        {tools}
      </div>
      {children}
    </section>
  );
}

interface OwnPageProps {
  title: string;
  /** What was just done. */
  notice?: string;
  children: ReactNode;
}

/** A page of what is the user's own. */
export function OwnPage({ title, notice, children }: OwnPageProps) {
  return (
    <main className="min-h-dvh bg-canvas px-4 py-6 md:px-8">
      <div className="mx-auto max-w-column space-y-8">
        <PageLink
          href="/"
          className="inline-flex h-9 items-center gap-2.5 rounded-control text-control text-quiet hover:text-ink pointer-coarse:h-11"
        >
          <ArrowLeft size={16} aria-hidden />
          Back to chat
        </PageLink>
        <header className="flex flex-wrap items-end justify-between gap-2">
          <h1 className="text-page font-semibold tracking-tight">{title}</h1>
          <p role="status">
            {notice ? <Tag {...{ tone: "ok", icon: Check }}>{notice}</Tag> : null}
          </p>
        </header>
        {children}
      </div>
    </main>
  );
}

interface SettingsFrameProps {
  title: (typeof PAGES)[number]["title"];
  intro: string;
  /** How the admin is named in the frame. */
  admin: string;
  /** What was just done. */
  notice?: string;
  children: ReactNode;
}

/** A page of the settings: where one can go at the left, on phones on top. */
export function SettingsFrame({ title, intro, admin, notice, children }: SettingsFrameProps) {
  const label = useId();
  return (
    <div className="flex min-h-dvh flex-col bg-canvas md:flex-row">
      <aside className="flex shrink-0 flex-col border-b border-line bg-sunken p-3 md:sticky md:top-0 md:h-dvh md:w-sidebar md:overflow-y-auto md:border-r md:border-b-0">
        <div className="flex items-center gap-2.5 pb-3">
          <Logo />
          <span className="text-reading font-semibold">{APP_NAME}</span>
        </div>
        <PageLink
          href="/"
          className="flex h-9 items-center gap-2.5 rounded-control px-2.5 text-control text-quiet hover:text-ink pointer-coarse:h-11"
        >
          <ArrowLeft size={16} aria-hidden />
          Back to chat
        </PageLink>
        <nav aria-labelledby={label} className="flex-1 pt-3">
          <h2 id={label} className="px-2.5 pb-1.5 text-meta font-medium text-quiet">
            Project settings
          </h2>
          <ul className="grid grid-cols-2 gap-0.5 md:grid-cols-1">
            {PAGES.map(({ path, title: name, icon: Icon }) => (
              <li key={path}>
                <PageLink
                  href={path}
                  aria-current={name === title ? "page" : undefined}
                  className="flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-control hover:bg-line/50 aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:shadow-xs pointer-coarse:min-h-11"
                >
                  <Icon
                    size={16}
                    aria-hidden
                    className={name === title ? "text-brand" : "text-quiet"}
                  />
                  {name}
                </PageLink>
              </li>
            ))}
          </ul>
        </nav>
        <p className="hidden items-center gap-2.5 p-1.5 md:flex">
          <Avatar name={admin} />
          <span className="min-w-0">
            <span className="block truncate text-control font-medium">{admin}</span>
            <span className="block text-meta text-quiet">Admin</span>
          </span>
        </p>
      </aside>
      <main className="min-w-0 flex-1 px-4 py-6 md:px-8">
        <div className="mx-auto max-w-settings space-y-8">
          <header className="flex flex-wrap items-end justify-between gap-2">
            <div className="space-y-0.5">
              <h1 className="text-page font-semibold tracking-tight">{title}</h1>
              <p className="text-control text-quiet">{intro}</p>
            </div>
            <p role="status">
              {notice && (
                <Tag tone="ok" icon={Check}>
                  {notice}
                </Tag>
              )}
            </p>
          </header>
          {children}
        </div>
      </main>
    </div>
  );
}
