"use client";

import { useTamboVoice } from "@tambo-ai/react";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { icon, Spinner } from "#components/ui/icons.tsx";
import { useNotify } from "./notices.tsx";

const Microphone = icon(
  "M12 2a3 3 0 0 0-3 3v7a3 3 0 0 0 6 0V5a3 3 0 0 0-3-3zM19 10v2a7 7 0 0 1-14 0v-2M12 19v3",
);

/** Records speech, and hands over what was said. Loaded only where the server transcribes. */
export default function VoiceButton({ onWords }: { onWords: (words: string) => void }) {
  const voice = useTamboVoice();
  const { isRecording, isTranscribing, transcript } = voice;
  const notify = useNotify();
  const problem = voice.mediaAccessError ?? voice.transcriptionError;
  const handOver = useRef(onWords);
  useEffect(() => {
    handOver.current = onWords;
  });
  useEffect(() => {
    if (transcript) handOver.current(transcript);
  }, [transcript]);
  useEffect(() => {
    // An answer's status is no word for the user.
    if (problem) return void notify({ text: problem.replace(/^\d+ /, "") });
  }, [problem, notify]);

  return (
    <Button
      variant={isRecording ? "solid" : "soft"}
      size="icon"
      aria-label={isRecording ? "Stop dictating" : isTranscribing ? "Writing" : "Dictate"}
      aria-disabled={isTranscribing}
      onClick={() => {
        if (isRecording) voice.stopRecording();
        else if (!isTranscribing) voice.startRecording();
      }}
      className="rounded-card!"
    >
      {isTranscribing ? <Spinner size={18} /> : <Microphone size={18} aria-hidden />}
    </Button>
  );
}
