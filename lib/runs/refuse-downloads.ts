import type { streamText } from "ai";

type Download = NonNullable<Parameters<typeof streamText>[0]["experimental_download"]>;

/** Throws for a file that is named by an address. Otherwise the SDK would fetch it from inside the server's network. */
export const refuseDownloads: Download = async (files) => {
  if (files.length > 0) throw new Error("Files in messages are not fetched");
  return [];
};
