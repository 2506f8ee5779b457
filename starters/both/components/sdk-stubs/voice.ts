import { useState } from "react";

const LEFT_OUT = "Voice is left out: see react-media-recorder in package.json and next.config.mts";

/** In the place of a package that the SDK's voice hook records with: Tambo's own message field calls it for dictation. */
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
