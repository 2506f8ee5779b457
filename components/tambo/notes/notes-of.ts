import type { useTamboClient } from "@tambo-ai/react";

/** The SDK's client: it sends the bearer of the user that it was made for. */
export type UserClient = ReturnType<typeof useTamboClient>;

export interface Note {
  id: string;
  text: string;
  createdAt: string;
  updatedAt: string;
}

const PATH = "/v1/notes";
const changes = new EventTarget();

/** A user's notes on the server. */
export function notesOf(client: UserClient) {
  async function tell<Answer>(request: Promise<Answer>): Promise<Answer> {
    const answer = await request;
    changes.dispatchEvent(new Event("change"));
    return answer;
  }
  return {
    async list(): Promise<Note[]> {
      return (await client.get<{ notes: Note[] }>(PATH)).notes;
    },
    add: (text: string) => tell(client.post<Note>(PATH, { body: { text } })),
    change: (id: string, text: string) =>
      tell(client.patch<Note>(`${PATH}/${id}`, { body: { text } })),
    remove: (id: string) => tell(client.delete<void>(`${PATH}/${id}`)),
  };
}

/** Calls back when this page has changed a note, until the returned function is called. */
export function onNotesChange(callback: () => void): () => void {
  changes.addEventListener("change", callback);
  return () => changes.removeEventListener("change", callback);
}
