import { useState } from "react";

const LEFT_OUT = "Voice is left out: components/sdk-stubs/README.md says how to have it back";

/**
 * The SDK's voice hook records with it. The package itself is not installed: see README.md. It can be
 * called, because Tambo's own message field has a button for dictation, and says so when it is used.
 */
export function useReactMediaRecorder() {
  const [error, setError] = useState("");
  return {
    status: "idle",
    error,
    startRecording: () => setError(LEFT_OUT),
    stopRecording: () => {},
    mediaBlobUrl: undefined,
  };
}
