import { NoTranscriptGeneratedError, type TranscriptionModel, transcribe } from "ai";
import { HttpError } from "#lib/base/http/http-error.ts";
import { toStorable } from "#lib/base/json.ts";
import type { Caller } from "#lib/identity/caller.ts";
import { countRun } from "#lib/usage/limits.ts";
import { modelFailed } from "../run-error.ts";
import { countCall } from "../running.ts";

/** A quarter of an hour of what a browser records. */
const LARGEST_RECORDING = 4 * 1_024 * 1_024; // bytes
const LONGEST_WAIT = 60_000; // milliseconds

/** How the formats begin that browsers record and transcribers read: text at an offset. */
const BEGINNINGS: [at: number, text: string][] = [
  [0, "\x1aE\xdf\xa3"], // WebM
  [0, "OggS"],
  [4, "ftyp"], // MP4
  [0, "RIFF"],
  [0, "ID3"],
  [0, "\xff\xfb"], // MP3 without a tag
];

/** What is said in the request's recording. Throws what is wrong with that. */
export async function transcribeRequest(
  model: TranscriptionModel,
  request: Request,
  caller: Caller,
): Promise<string> {
  // It is paid for by its length, not by tokens.
  await countRun(caller);
  const audio = await readRecording(request);
  return countCall(caller.ownerId, async () => {
    try {
      const abortSignal = AbortSignal.timeout(LONGEST_WAIT);
      const { text } = await transcribe({ model, audio, maxRetries: 0, abortSignal });
      const words = toStorable(text).trim();
      if (words === "") throw new NoTranscriptGeneratedError({ responses: [] });
      return words;
    } catch (error) {
      if (NoTranscriptGeneratedError.isInstance(error)) {
        throw new HttpError(422, "NOTHING_SAID", "No words were heard in the recording");
      }
      throw modelFailed("transcription", error);
    }
  });
}

/** The form's part `file`. Its type is what its bytes say. */
async function readRecording(request: Request): Promise<Uint8Array> {
  // HTTP ends a body where its declared length does (RFC 9112 §6.3).
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(declared <= LARGEST_RECORDING)) {
    const message = `body: must say its length, which must be at most ${LARGEST_RECORDING / 1_024} KB`;
    throw new HttpError(413, "BODY_TOO_LARGE", message);
  }
  const form = await request.formData().catch(() => undefined);
  const file = form?.get("file");
  if (!(file instanceof Blob)) {
    throw new HttpError(400, "VALIDATION_ERROR", "file: must be a part of a multipart form");
  }
  const audio = Buffer.from(await file.arrayBuffer());
  if (!BEGINNINGS.some(([at, text]) => audio.toString("latin1", at, at + text.length) === text)) {
    const message = "file: must be a recording in WebM, Ogg, MP4, WAV or MP3";
    throw new HttpError(415, "UNSUPPORTED_MEDIA_TYPE", message);
  }
  return audio;
}
