/** Reads a QR code from a photo (扫码), where the browser can; elsewhere the text under the code is typed. */

/** @param {File} file @returns {Promise<string>} the text, empty when none is found */
export async function codeIn(file) {
  if (!globalThis.BarcodeDetector) return "";
  const picture = await createImageBitmap(file);
  const found = await new globalThis.BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
  picture.close();
  return found[0]?.rawValue || "";
}

export const canScan = () => Boolean(globalThis.BarcodeDetector);
