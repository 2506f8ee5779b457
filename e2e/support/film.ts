import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "@playwright/test";

const PER_SECOND = 10; // frames
const ANIMATED = 2;

/** What a picture has that the one before has not. */
interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  webp: number[];
}

/**
 * Films a page from now on, as an animated WebP: a README can show that, and Chromium, which encodes
 * the frames, is here anyway. What comes back ends the film and writes it.
 */
export async function startFilm(page: Page): Promise<(path: string) => Promise<void>> {
  const taken: { at: number; png: string }[] = [];
  const session = await page.context().newCDPSession(page);
  session.on("Page.screencastFrame", async ({ data, metadata: { timestamp = 0 }, sessionId }) => {
    taken.push({ at: timestamp * PER_SECOND, png: data });
    await session.send("Page.screencastFrameAck", { sessionId });
  });
  await session.send("Page.startScreencast", { format: "png" });
  return async (path) => {
    await session.send("Page.stopScreencast");
    const end = Math.ceil((Date.now() / 1_000) * PER_SECOND);
    // One may overtake another. Of those of nearly the same time the last one stays.
    const inOrder = taken.toSorted((a, b) => a.at - b.at);
    const pictures = new Map(inOrder.map(({ at, png }) => [Math.floor(at), png]));
    const studio = await page.context().newPage();
    const cutter = await studio.evaluateHandle(makeCutter);
    const shown: { at: number; frame: Frame }[] = [];
    for (const [at, png] of pictures) {
      const frame = await cutter.evaluate((cut, png) => cut(png), png);
      if (frame) shown.push({ at, frame });
    }
    await studio.close();
    const frames = shown.map(({ at, frame }, index) => {
      const until = shown[index + 1]?.at ?? end;
      return { ...frame, milliseconds: ((until - at) * 1_000) / PER_SECOND };
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, joinFrames(frames));
  };
}

/** For a page of its own, which knows nothing of this file: cuts out of each picture what has changed. */
function makeCutter() {
  let before: Uint32Array | undefined;
  return async (png: string): Promise<Frame | undefined> => {
    const file = await fetch(`data:image/png;base64,${png}`);
    const picture = await createImageBitmap(await file.blob());
    const { width, height } = picture;
    const draw = (x: number, y: number, width: number, height: number) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d", { alpha: false });
      if (!context) throw new Error("Chromium gives no canvas");
      context.drawImage(picture, -x, -y);
      return { canvas, context };
    };
    const { context } = draw(0, 0, width, height);
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    let [left, top, right, bottom] = [width, height, 0, 0];
    pixels.forEach((pixel, index) => {
      if (pixel === before?.[index]) return;
      const x = index % width;
      const y = (index - x) / width;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = y + 1;
    });
    before = pixels;
    if (bottom === 0) return undefined;
    // The format counts places in twos.
    left -= left % 2;
    top -= top % 2;
    const { canvas } = draw(left, top, right - left, bottom - top);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.9 });
    const webp = Array.from(new Uint8Array(await blob.arrayBuffer()));
    return { left, top, width: canvas.width, height: canvas.height, webp };
  };
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function joinFrames(frames: (Frame & { milliseconds: number })[]): Buffer {
  const [first] = frames;
  if (!first) throw new Error("nothing was filmed");
  const chunks = frames.map(({ left, top, width, height, milliseconds, webp }) => {
    const place = [left / 2, top / 2, width - 1, height - 1, milliseconds];
    const file = Buffer.from(webp);
    // A frame has neither a header nor a colour profile of its own.
    const image = file.subarray(file.indexOf("VP8 "));
    return chunk("ANMF", ...place.map((value) => number(value, 3)), number(0, 1), image);
  });
  const size = [number(first.width - 1, 3), number(first.height - 1, 3)];
  const header = chunk("VP8X", number(ANIMATED, 4), ...size);
  const endless = chunk("ANIM", number(0, 4), number(0, 2));
  return chunk("RIFF", Buffer.from("WEBP"), header, endless, ...chunks);
}

function chunk(name: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const padding = Buffer.alloc(body.length % 2);
  return Buffer.concat([Buffer.from(name), number(body.length, 4), body, padding]);
}

function number(value: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntLE(value, 0, length);
  return buffer;
}
