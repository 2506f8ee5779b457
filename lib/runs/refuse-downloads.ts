import type { streamText } from "ai";

type Download = NonNullable<Parameters<typeof streamText>[0]["experimental_download"]>;

/**
 * Throws for every file that is named by its address. Without it the SDK fetches such a file, from
 * this server and thus from inside its network.
 */
export const refuseDownloads: Download = async (files) => {
  if (files.length > 0) throw new Error("Files in messages are not fetched");
  return [];
};
