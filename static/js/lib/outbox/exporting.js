/** The last resort (导出未上传): everything unsent as one file, words and photos, to be handed on by any other way. */

import { photoBytes, unsent } from "../outbox.js";

const TABLE = Array.from({ length: 256 }, (_none, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => (bytes.reduce((crc, byte) => (crc >>> 8) ^ TABLE[(crc ^ byte) & 255], 0xffffffff) ^ 0xffffffff) >>> 0;

/** A header of little-endian numbers, each [bytes, value]. */
function header(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** A ZIP without compression: photos are compressed already. @param {[string, Uint8Array][]} files @returns {Blob} */
export function zip(files) {
  const [parts, index] = [[], []];
  let offset = 0;
  let length = 0;
  for (const [name, bytes] of files) {
    const title = new TextEncoder().encode(name);
    const same = [[2, 20], [2, 0x800], [2, 0], [4, 0x210000], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, title.length], [2, 0]];
    const local = header([4, 0x04034b50], ...same);
    const entry = header([4, 0x02014b50], [2, 20], ...same, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    parts.push(local, title, bytes);
    index.push(entry, title);
    offset += local.length + title.length + bytes.length;
    length += entry.length + title.length;
  }
  const end = header([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, offset], [2, 0]);
  return new Blob([...parts, ...index, end], { type: "application/zip" });
}

/** Share the file, or download it where nothing can be shared. */
export async function exportUnsent() {
  const items = (await unsent()).filter((item) => item.told);
  const words = items.map(({ id, subject, state, why, photos, told }) => ({ id, subject, state, why, photos, ...told }));
  const files = [["unsent.json", new TextEncoder().encode(JSON.stringify(words, null, 1))]];
  for (const item of items) {
    for (const photo of item.photos) {
      const bytes = await photoBytes(item, photo);
      if (bytes) files.push([`${photo.id}.jpg`, new Uint8Array(bytes)]);
    }
  }
  const file = new File([zip(files)], `unsent-${new Date().toISOString().slice(0, 10)}.zip`, { type: "application/zip" });
  if (navigator.canShare?.({ files: [file] })) return navigator.share({ files: [file] });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
  link.click();
  return setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
