/** The SDK's voice hook records with it. The package itself is not installed: see README.md. */
export function useReactMediaRecorder(): never {
  throw new Error("Voice is left out: components/sdk-stubs/README.md says how to have it back");
}
