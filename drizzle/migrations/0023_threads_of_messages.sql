-- A thread has one owner. Planned as if the two had nothing to do with each other, a thread has one message or
-- none, and a message is looked up among all of its thread instead of by its key.
CREATE STATISTICS messages_threads (dependencies) ON owner_id, thread_id FROM messages;
