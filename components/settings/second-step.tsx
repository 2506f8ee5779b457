import { encode } from "uqr";
import { ActionForm, type FormAction } from "./action-form.tsx";
import { CopyLine } from "./copy-line.tsx";
import { TextField } from "./form-fields.tsx";

interface SecondStepSetUpProps {
  /** For the app: otpauth://totp/… */
  address: string;
  codes: string[];
  action: FormAction;
}

/** What an authenticator app needs, shown this once, and the question for its first code. */
export function SecondStepSetUp({ address, codes, action }: SecondStepSetUpProps) {
  return (
    <div className="space-y-4 rounded-card border border-line bg-surface p-4">
      <p className="text-control">
        Scan this with your authenticator app, or{" "}
        <a href={address} className="font-medium text-brand underline underline-offset-2">
          open it on this device
        </a>
        .
      </p>
      <QrCode text={address} />
      <CopyLine label="Secret" value={new URL(address).searchParams.get("secret") ?? ""} />
      <RecoveryCodes codes={codes} />
      <ActionForm action={action} submitLabel="Turn on" variant="solid" className="space-y-4">
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          help="The six digits that the app shows now"
        />
      </ActionForm>
    </div>
  );
}

/** Codes that each open the account once, in place of the app's. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div className="space-y-2 rounded-card border border-line bg-warn-soft/50 p-4">
      <p className="text-control">
        <strong>Keep these recovery codes.</strong> They are shown this once. Each stands in for the
        app once, on the day you do not have it.
      </p>
      <ul className="grid grid-cols-2 gap-1">
        {codes.map((code) => (
          <li key={code}>
            <code className="text-help">{code}</code>
          </li>
        ))}
      </ul>
      <CopyLine label="Recovery codes" value={codes.join(" ")} />
    </div>
  );
}

/** Dark on light in either theme: not every camera reads it the other way round. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 4 });
  const drawing = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])),
  );
  return (
    <svg
      role="img"
      aria-label="QR code for your authenticator app"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 rounded-control forced-color-adjust-none"
    >
      <rect width={size} height={size} fill="white" />
      <path d={drawing.join("")} fill="black" />
    </svg>
  );
}
