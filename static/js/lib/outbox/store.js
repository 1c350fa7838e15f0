/** The phone's own store (IndexedDB): what was saved here survives a killed tab, a flat battery and an update of the app. */

const NAME = "wangge";
let opened = null;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result;
      const items = store.createObjectStore("items", { keyPath: "seq", autoIncrement: true }); // in the order in which they were saved
      items.createIndex("id", "id", { unique: true });
      store.createObjectStore("bytes", { keyPath: "id" }); // photos
      store.createObjectStore("drafts", { keyPath: "key" });
      store.createObjectStore("keys", { keyPath: "user" });
    };
    request.onsuccess = () => {
      const forget = () => (opened = null);
      request.result.onclose = forget;
      request.result.onversionchange = () => (request.result.close(), forget());
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

async function database() {
  opened ||= open().catch((error) => ((opened = null), Promise.reject(error)));
  return opened;
}

/**
 * One transaction over these stores. It resolves when the disk has it, not before: the green tick may be shown then.
 * @param {string[]} names @param {(...stores: IDBObjectStore[]) => void} work
 */
export async function write(names, work) {
  const store = await database();
  return new Promise((resolve, reject) => {
    const change = store.transaction(names, "readwrite", { durability: "strict" });
    change.oncomplete = () => resolve();
    change.onabort = change.onerror = () => reject(change.error || new Error("not saved"));
    work(...names.map((name) => change.objectStore(name)));
  });
}

async function ask(name, question) {
  const store = await database();
  return new Promise((resolve, reject) => {
    const request = question(store.transaction(name).objectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const one = (name, key) => ask(name, (store) => store.get(key));
export const all = (name) => ask(name, (store) => store.getAll());
