import { useEffect, useRef, useState } from "react";

const LONGEST_RECORDING = 120_000; // milliseconds
const NO_MICROPHONE = "The microphone cannot be used. Allow it in the browser, or type";

/**
 * In place of `react-media-recorder`, with as much of it as the SDK's voice hook uses. A recording ends by
 * itself after two minutes.
 */
export function useReactMediaRecorder({ blobPropertyBag }: { blobPropertyBag: BlobPropertyBag }) {
  const [status, setStatus] = useState("idle");
  const [error, setError] = useState("");
  const [mediaBlobUrl, setMediaBlobUrl] = useState<string>();
  const recorder = useRef<MediaRecorder>(undefined);
  const stopRecording = () => recorder.current?.state === "recording" && recorder.current.stop();

  useEffect(() => () => release(recorder.current), []);
  useEffect(() => () => URL.revokeObjectURL(mediaBlobUrl ?? ""), [mediaBlobUrl]);

  async function startRecording() {
    setError("");
    setMediaBlobUrl(undefined);
    setStatus("acquiring_media");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      const parts: Blob[] = [];
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        clearTimeout(timer);
        release(made);
        setMediaBlobUrl(URL.createObjectURL(new Blob(parts, blobPropertyBag)));
        setStatus("stopped");
      };
      const timer = setTimeout(() => made.state === "recording" && made.stop(), LONGEST_RECORDING);
      recorder.current = made;
      made.start();
      setStatus("recording");
    } catch {
      setError(NO_MICROPHONE);
      setStatus("idle");
    }
  }
  return { status, error, startRecording, stopRecording, mediaBlobUrl };
}

/** The browser shows that it records until then. */
function release(recorder: MediaRecorder | undefined): void {
  for (const track of recorder?.stream.getTracks() ?? []) track.stop();
}
