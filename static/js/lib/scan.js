/** Reads a QR code from a photo (扫码): by the browser where it can, else by a decoder that is fetched for it (docs/dependencies.md). */

const SIDE = 1400;
const native = () => globalThis.BarcodeDetector;
const decoder = () => import("../../vendor/qr/decode.js");

/** @param {File} file @returns {Promise<string>} the text, empty when none is found */
export async function codeIn(file) {
  const picture = await createImageBitmap(file);
  const found = native() ? await new (native())({ formats: ["qr_code"] }).detect(picture).catch(() => []) : [];
  const text = found[0]?.rawValue || (await decoded(picture).catch(() => ""));
  picture.close();
  return text;
}

/** Where the browser cannot read codes, the decoder comes to the phone before the network goes. */
export const keepReader = () => (native() ? undefined : decoder().catch(() => {}));

/** A photo of twelve megapixels has more than a code needs. */
async function decoded(picture) {
  const { decodeQR } = await decoder();
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const brush = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
  brush.drawImage(picture, 0, 0, width, height);
  return decodeQR(brush.getImageData(0, 0, width, height));
}
