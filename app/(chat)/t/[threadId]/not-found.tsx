import { ThreadMissing } from "#components/chat/thread-missing.tsx";

export default function ThreadNotFound() {
  return <ThreadMissing />;
}
