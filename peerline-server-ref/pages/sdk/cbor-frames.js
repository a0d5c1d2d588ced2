/** Frames in CBOR: the same frames in half the bytes. */
import { decodeCbor, encodeCbor } from "./cbor.js";
import { shaped } from "./frames.js";
import { bad, LIMITS } from "./refusal.js";
import { SERVER_FRAMES } from "./shapes.js";
import { fromCbor, toCbor } from "./transcode.js";

/** The encoding as `Client` uses it. */
export const CBOR_FRAMES = {
  subprotocol: "peerline.1+cbor",
  encode: encodeFrame,
  decode: (data, limits) => decodeFrame(data, limits),
};

/** A frame as bytes; throws a `Refusal` where it is over a limit, or cannot be said at all. */
export function encodeFrame(frame, limits = LIMITS) {
  const bytes = encodeCbor(toCbor(frame));
  decodeCbor(bytes, limits);
  return bytes;
}

/** Reads a frame; `undefined` where its `t` is of a later version. Throws a `Refusal`. */
export function decodeFrame(data, limits = LIMITS, frames = SERVER_FRAMES) {
  if (typeof data === "string") bad("not bytes");
  const value = decodeCbor(data instanceof Uint8Array ? data : new Uint8Array(data), limits);
  if (!(value instanceof Map)) bad("a frame is one map");
  return shaped(fromCbor(value), frames);
}
