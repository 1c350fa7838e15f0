/** The service worker: one for a browser. A phone of the field keeps its own, which also does for the portal. */

/** @returns {Promise<ServiceWorkerRegistration>} what is there, else the portal's */
export async function serviceWorker() {
  const { serviceWorker: home } = navigator;
  return (await home.getRegistration("/")) || home.register("/sw.js?portal");
}
