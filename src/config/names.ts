/** As `backends.schema.json` has it. */
const BACKEND_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Whether a backend may have this name; only then is it code or a part of an address. */
export function isBackendName(text: string): boolean {
  return BACKEND_NAME.test(text);
}

/** The backend that is always there, free, and on the server's machine. */
export const LOCAL_BACKEND = 'local';
