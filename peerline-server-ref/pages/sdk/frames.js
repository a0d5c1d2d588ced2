/** Frames in JSON, the encoding every server has. `cbor-frames.js` is the same for CBOR. */
import { parseJson } from "./json.js";
import { bad, LIMITS } from "./refusal.js";
import { isObject, SERVER_FRAMES } from "./shapes.js";
import { checkForms } from "./transcode.js";

/** The encoding as `Client` uses it. */
export const JSON_FRAMES = {
  subprotocol: "peerline.1+json",
  encode: encodeJson,
  decode: (data, limits) => decodeJson(data, limits),
};

/** A frame as text; throws a `Refusal` where it is over a limit, or cannot be said at all. */
export function encodeJson(frame, limits = LIMITS) {
  const text = JSON.stringify(frame);
  checkForms(parseJson(text, limits));
  return text;
}

/** Reads a frame; `undefined` where its `t` is of a later version. Throws a `Refusal`. */
export function decodeJson(data, limits = LIMITS, frames = SERVER_FRAMES) {
  if (typeof data !== "string") bad("not a text");
  const frame = parseJson(data, limits);
  checkForms(frame);
  return shaped(frame, frames);
}

/** The known part of a frame, or `undefined` where the frame itself is not known. */
export function shaped(frame, frames = SERVER_FRAMES) {
  if (!isObject(frame)) bad("a frame is one map");
  if (typeof frame.t !== "string") bad("a frame without t");
  return Object.hasOwn(frames, frame.t) ? frames[frame.t](frame) : undefined;
}
