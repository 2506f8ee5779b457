let Answer = Response;

/** Has answers be of another class than Node's Response, which a server writes without reading a stream. */
export function setAnswerClass(other: typeof Response): void {
  Answer = other;
}

/** A JSON text as an answer. */
export const answerText = (json: string) =>
  new Answer(json, { headers: { "content-type": "application/json" } });

/** A value as an answer in JSON. */
export const answerJson = (value: unknown, init?: ResponseInit) => Answer.json(value, init);
