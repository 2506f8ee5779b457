import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ChartColumn, FlaskConical, SquareKanban } from "#components/ui/chat-icons.tsx";
import { ShieldCheck } from "#components/ui/icons.tsx";

const POINTS = [
  {
    icon: ChartColumn,
    title: "Answers you can use",
    text: "Charts, tables and boards arrive inside the conversation, while they are written.",
  },
  {
    icon: SquareKanban,
    title: "They keep what you change",
    text: "Sort, filter, move tasks: the thread shows it the same way tomorrow.",
  },
  {
    icon: ShieldCheck,
    title: "Your threads are yours",
    text: "Every account sees its own threads and nothing of anybody else’s.",
  },
];

interface LandingProps {
  signInPath: string;
  /** Absent where accounts are made elsewhere. */
  signUpPath?: string;
  /** Whether one can chat without an account. */
  takesGuests: boolean;
  usesDemoModel: boolean;
}

/** The first page for visitors who are not signed in. */
export function Landing({ signInPath, signUpPath, takesGuests, usesDemoModel }: LandingProps) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="flex h-14 items-center gap-2.5 px-4 md:px-6">
        <Logo />
        <span className="text-reading font-semibold">{APP_NAME}</span>
      </header>
      <main className="mx-auto flex w-full max-w-column flex-1 flex-col justify-center gap-10 px-4 py-12 md:px-6">
        <div className="space-y-5">
          <div className="space-y-2">
            <h1 className="text-greeting font-semibold tracking-tight">
              Ask, and get something you can work with
            </h1>
            <p className="text-reading text-quiet">
              {APP_NAME} answers with text, charts, tables and boards, and keeps every thread for
              you alone.
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            {/* Not a Link: fetching a provider's path ahead would start a sign-in there. */}
            <a href={signInPath} className={buttonClass({ variant: "solid", size: "large" })}>
              Sign in
            </a>
            {signUpPath ? (
              <a href={signUpPath} className={buttonClass({ variant: "outline", size: "large" })}>
                Create account
              </a>
            ) : null}
            {takesGuests ? (
              <form method="post" action="/guest">
                <Button type="submit" size="large">
                  Try it as a guest
                </Button>
              </form>
            ) : null}
          </div>
        </div>
        <ul className="grid gap-3 md:grid-cols-3">
          {POINTS.map(({ icon: Icon, title, text }) => (
            <li key={title} className="space-y-2 rounded-card border border-line bg-surface p-4">
              <span className="grid size-9 place-items-center rounded-control bg-brand-soft text-brand">
                <Icon size={18} aria-hidden />
              </span>
              <h2 className="text-control font-semibold">{title}</h2>
              <p className="text-help text-quiet">{text}</p>
            </li>
          ))}
        </ul>
        {usesDemoModel ? (
          <p className="flex gap-2.5 text-help text-quiet">
            <FlaskConical size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />A demo model
            answers here. It works offline, from a script.
          </p>
        ) : null}
      </main>
    </div>
  );
}
