// What a form in a chat must never ask for: its answers become messages.
const SECRETS =
  /\b(pass ?(word|code|phrase)s?|pin code|cvv|cvc|(credit|debit|bank) card|card number|iban|social security|ssn|(api|secret|private) key|access token)\b/i;

/** Whether a field asks for a password, a card number or another secret, by its name or label. */
export function asksForSecret(name: string, label: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return SECRETS.test(words) || SECRETS.test(label);
}
