"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import {
  type ComponentProps,
  createContext,
  type FormEvent,
  type ReactNode,
  startTransition,
  use,
  useActionState,
  useEffect,
  useRef,
} from "react";
import { Button, type ButtonLook } from "#components/ui/button.tsx";
import { CircleAlert } from "#components/ui/icons.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";

/** What a form's action answers; without a problem it has done what was asked. */
export interface FormState {
  problem?: FormProblem;
  /** What there is to show. Made on the server: no page loads script for it. */
  view?: ReactNode;
  /** The form after another one is empty again. */
  round?: string;
}

export interface FormProblem {
  /** The name of the control that is wrong; absent where it is none of them. */
  field?: string;
  text: string;
}

export type FormAction = (form: FormData) => Promise<FormState>;

interface FormContent {
  state?: FormState;
  /** While an answer is awaited and before the script runs: its buttons are disabled, so nothing is sent otherwise. */
  isOff: boolean;
  submit: (form: FormData) => void;
}

const FormContext = createContext<FormContent>({ isOff: true, submit: () => {} });

interface ActionContextProps {
  action: FormAction;
  /** Called when the action has done what was asked. */
  onDone?: () => void;
  children: ReactNode;
}

/** What is around a form that is sent to an action: tells the parts in it what the action answers. */
export function ActionContext({ action, onDone, children }: ActionContextProps) {
  const [state, submit, isPending] = useActionState<FormState | undefined, FormData>(
    (before, form) =>
      actOrExplain<FormState>(
        async () => ({ round: before?.round, ...(await action(form)) }),
        (text) => ({ ...before, problem: { text } }),
      ),
    undefined,
  );
  const isHydrated = useHydrated();
  const isOff = isPending || !isHydrated;

  // An action that leads to another page answers nothing, and this one may still be there.
  const wasSent = useRef(false);
  useEffect(() => {
    if (wasSent.current && !isOff && !state?.problem) onDone?.();
    wasSent.current = isOff;
  }, [isOff, state, onDone]);

  return <FormContext value={{ state, isOff, submit }}>{children}</FormContext>;
}

/** `act`, or the words for what came between it and the page; whatever was typed stays. */
export async function actOrExplain<Result>(
  act: () => Promise<Result>,
  toResult: (text: string) => Result,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    // What leads to another page.
    unstable_rethrow(error);
    return toResult(describeFailure(error));
  }
}

function describeFailure(error: unknown): string {
  return unstable_isUnrecognizedActionError(error)
    ? "A new version of this app is here. Copy what you typed, then reload the page."
    : "The server could not do this now. What you typed is still here: try again in a few seconds.";
}

interface FormBodyProps {
  className: string;
  children: ReactNode;
  buttons: ReactNode;
  /** How the buttons are arranged. */
  buttonsClass?: string;
}

/** The form itself. It keeps what was typed when its action finds a fault, and then focuses the faulty control. */
export function FormBody({
  className,
  children,
  buttons,
  buttonsClass = "flex gap-2",
}: FormBodyProps) {
  const { state, submit } = use(FormContext);
  const ref = useRef<HTMLFormElement>(null);
  const problem = state?.problem;
  const text = problem && !problem.field ? problem.text : undefined;

  useEffect(() => {
    if (!problem?.field) return;
    ref.current?.querySelector<HTMLElement>(`[name="${problem.field}"]`)?.focus();
  }, [problem]);

  // Not `action`: React would empty the form after it.
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => submit(form));
  }
  return (
    // Whatever sends it, nothing of it comes into an address.
    <form ref={ref} key={state?.round} method="post" onSubmit={send} className={className}>
      {children}
      <p role="alert" className="flex items-center gap-1 text-help text-danger empty:hidden">
        {text && <CircleAlert size={14} aria-hidden className="shrink-0" />}
        {text}
      </p>
      <div className={buttonsClass}>{buttons}</div>
    </form>
  );
}

/** A button that waits for the form. */
export function FormButton(props: ComponentProps<"button"> & ButtonLook) {
  return <Button {...props} disabled={use(FormContext).isOff} />;
}

interface ActionFormProps {
  action: FormAction;
  submitLabel: string;
  variant?: ButtonLook["variant"];
  /** Further buttons. */
  tools?: ReactNode;
  /** Whether what the action gives to show is news, said above the form; otherwise it stands below. */
  isAnswerNews?: boolean;
  className?: string;
  /** The fields. */
  children: ReactNode;
}

const CARD = "space-y-4 rounded-card border border-line bg-surface p-4 text-control";

/** A form that is sent to an action. */
export function ActionForm({
  action,
  submitLabel,
  tools,
  isAnswerNews,
  ...given
}: ActionFormProps) {
  const { variant = "outline", className = CARD, children } = given;
  const buttons = (
    <>
      <FormButton type="submit" variant={variant}>
        {submitLabel}
      </FormButton>
      {tools}
    </>
  );
  return (
    <ActionContext action={action}>
      {isAnswerNews && (
        <div role="status" className="empty:hidden">
          <Answer />
        </div>
      )}
      <FormBody {...{ className, children, buttons }} />
      {!isAnswerNews && <Answer />}
    </ActionContext>
  );
}

function Answer() {
  return use(FormContext).state?.view;
}

/** What is wrong with the control of this name. */
export function useFlaw(name: string | undefined): string | undefined {
  const problem = use(FormContext).state?.problem;
  return problem?.field === name ? problem?.text : undefined;
}
