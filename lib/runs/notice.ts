import { newId } from "#lib/threads/thread.ts";
import type { Emit, RunEvent } from "./events.ts";
import type { StartedRun } from "./start.ts";
import type { StoredMessage } from "./store.ts";

/** As a quotation, which every client shows apart from the answer. */
const TEXT =
  "> This conversation has become longer than the model can read at once, so its beginning is left out from here on. Say again what still matters of it.";

/** What tells the user, before an answer and once in a thread, that the model does not read its beginning. The model does not get it. */
export function createNotice({ noticeAt: createdAt }: StartedRun, emit: Emit) {
  const messages: StoredMessage[] = [];
  const notice = {
    isDue: false,
    /** To be stored. */
    messages,
    /** Sends an event, and the notice before it if it is due. */
    emitAfter(event: RunEvent) {
      if (notice.isDue) send();
      notice.isDue = false;
      emit(event);
    },
  };
  function send() {
    const id = newId("notice");
    emit({ type: "TEXT_MESSAGE_START", messageId: id, role: "assistant" });
    emit({ type: "TEXT_MESSAGE_CONTENT", messageId: id, delta: TEXT });
    emit({ type: "TEXT_MESSAGE_END", messageId: id });
    const content = [{ type: "text" as const, text: TEXT }];
    messages.push({ id, role: "assistant", content, isCancelled: false, createdAt });
  }
  return notice;
}
