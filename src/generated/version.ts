// Generated from package.json by "jlpm generate". Do not edit.
export const FRONT_END_VERSION = '0.1.0';
