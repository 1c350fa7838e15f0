/** A photo made small enough for a bad network, right side up and without its EXIF. */

import { make } from "./dom.js";

const LONG_SIDE = 1920;
const QUALITY = 0.82;
const KEEP_BELOW = 300 * 1024; // already small: sent as it is

/** Bytes to send. A file that the browser cannot draw (HEIC on Android) goes as it is: the server reads more kinds. */
export async function shrink(file) {
  const untouched = async () => ({ bytes: await file.arrayBuffer(), type: file.type || "image/jpeg" });
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < KEEP_BELOW && file.type === "image/jpeg") return await untouched();
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob ? { bytes: await blob.arrayBuffer(), type: "image/jpeg" } : await untouched();
  } catch {
    return untouched();
  }
}
