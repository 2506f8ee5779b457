let Answer = Response;

/** Sets the class of all answers. A server may have one whose text it sends at once; from Node's it has to read a stream. */
export function setAnswerClass(other: typeof Response): void {
  Answer = other;
}

/** A JSON text as an answer. */
export const answerText = (json: string) =>
  new Answer(json, { headers: { "content-type": "application/json" } });

/** A value as an answer in JSON. */
export const answerJson = (value: unknown, init?: ResponseInit) => Answer.json(value, init);
