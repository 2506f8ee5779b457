/** The frame of the chat before there is a user to show it for. */
export function ChatSkeleton() {
  return (
    <div className="flex h-dvh min-h-0" aria-busy="true">
      <div className="hidden w-sidebar shrink-0 border-r border-line bg-sunken lg:block" />
      <main className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">Loading the chat</h1>
        <div className="h-14 shrink-0 border-b border-line" />
        <div className="flex-1" />
        <div className="px-3 pb-4 md:px-6">
          <div className="mx-auto h-24 max-w-column rounded-bubble border border-line bg-surface" />
        </div>
      </main>
    </div>
  );
}
