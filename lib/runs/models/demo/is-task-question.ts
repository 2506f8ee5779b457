/** Whether a message asks about tasks, which words answer, rather than for a board of them. */
export function isTaskQuestion(request: string): boolean {
  const asks = /\b(which|what|how many)\b.*\btasks?\b|\bopen tasks?\b/i.test(request);
  return asks && !/\b(plan|boards?)\b/i.test(request);
}
