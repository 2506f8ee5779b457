"use client";

import { useTamboClient } from "@tambo-ai/react";
import { type FormEvent, type Ref, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { saveFile } from "#components/ui/save-file.ts";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";
import { type Note, notesOf, onNotesChange } from "./notes-of.ts";

const LONGEST = 1_000; // characters

/** The user's notes, to read, edit, add to and save as a file. What the server refuses stays in its field, with the reason. */
export default function NotesView() {
  const client = useTamboClient();
  const server = useMemo(() => notesOf(client), [client]);
  const whenIdentified = useWhenIdentified();
  const [notes, setNotes] = useState<Note[]>();
  const [problem, setProblem] = useState("");
  const newField = useRef<HTMLTextAreaElement>(null);

  const attempt = useCallback(
    async (act: () => Promise<unknown>): Promise<boolean> => {
      try {
        await whenIdentified();
        await act();
        setProblem("");
        return true;
      } catch (error) {
        setProblem(describe(error));
        return false;
      }
    },
    [whenIdentified],
  );
  const load = useCallback(
    () => attempt(async () => setNotes(await server.list())),
    [attempt, server],
  );
  useEffect(() => {
    void load();
    return onNotesChange(() => void load());
  }, [load]);

  const count = notes?.length === 1 ? "1 note" : `${notes?.length ?? 0} notes`;
  return (
    <Card
      title="Notes"
      subtitle={notes ? count : "Loading"}
      isBusy={!notes && !problem}
      tools={
        <Button
          size="small"
          disabled={!notes}
          onClick={() =>
            saveFile("notes.json", "application/json", JSON.stringify({ notes }, null, 2))
          }
        >
          Save as a file
        </Button>
      }
    >
      <div className="space-y-3 px-4 pb-4">
        <p role="alert" className="text-help text-danger empty:hidden">
          {problem}
        </p>
        {!notes && problem ? <Button onClick={() => void load()}>Try again</Button> : null}
        <ul className="space-y-2">
          {notes?.map((note) => (
            <li key={note.id}>
              <NoteForm
                text={note.text}
                label="Note"
                onSave={(text) => attempt(() => server.change(note.id, text))}
                onDelete={async () => {
                  if (await attempt(() => server.remove(note.id))) newField.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
        <NoteForm
          ref={newField}
          label="New note"
          onSave={(text) => attempt(() => server.add(text))}
        />
      </div>
    </Card>
  );
}

interface NoteFormProps {
  ref?: Ref<HTMLTextAreaElement>;
  label: string;
  /** Absent for a note that is to be made. */
  text?: string;
  onSave: (text: string) => Promise<boolean>;
  onDelete?: () => void;
}

function NoteForm({ ref, label, text = "", onSave, onDelete }: NoteFormProps) {
  const [draft, setDraft] = useState(text);
  const [isBusy, setBusy] = useState(false);
  const isOff = isBusy || draft.trim() === "" || draft === text;
  // It may have been changed elsewhere.
  useEffect(() => setDraft(text), [text]);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isOff) return;
    setBusy(true);
    const isSaved = await onSave(draft);
    setBusy(false);
    if (isSaved && !onDelete) setDraft("");
  }

  return (
    <form onSubmit={save} className="flex items-end gap-1">
      <textarea
        ref={ref}
        aria-label={label}
        placeholder={label}
        rows={1}
        maxLength={LONGEST}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        className="field-sizing-content min-h-9 w-full min-w-0 resize-none rounded-control border border-line-strong bg-surface px-2.5 py-1.5 text-control"
      />
      {/* It keeps the focus where there is nothing to save. */}
      <button type="submit" aria-disabled={isOff} className={buttonClass({ variant: "outline" })}>
        {onDelete ? "Save" : "Add"}
      </button>
      {onDelete ? <Button onClick={onDelete}>Delete</Button> : null}
    </form>
  );
}

/** The server's own words where it has any for this; never the raw text of the SDK. */
function describe(error: unknown): string {
  const { status, error: body } = Object(error);
  if ([400, 409].includes(status) && typeof body?.message === "string") return `${body.message}.`;
  if (status === 401) return "Your session has ended. Sign in again; your text is kept here.";
  if (status === 404) return "This note has been deleted meanwhile. Copy what you need of it.";
  return "Your notes could not be reached. Your text is kept here; try again.";
}
