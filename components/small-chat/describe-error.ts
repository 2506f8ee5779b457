/** A failed request or answer in words, with what to do. Never the raw text of the SDK. */
export function describeError(error: unknown): string {
  const { status } = error as { status?: number };
  if (status === 401 || status === 403)
    return "The Tambo API does not accept this sign-in. Sign in again; if that does not help, the app's operator has to check the project's token settings.";
  if (status === 400)
    return "The Tambo API refused this request. The project's settings show the app's operator why.";
  if (status === 429) return "Too many messages. Try again in a minute.";
  if (status !== undefined) return "The Tambo API has a problem. Your text is kept; try again.";
  if (error instanceof TypeError) return "No connection. Your text is kept; try again.";
  return "The answer was cut off. Try again.";
}
