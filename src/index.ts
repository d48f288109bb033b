import { compatibility, config } from './config/plugins';
import { status } from './status/plugin';

export * from './tokens';
export default [config, compatibility, status];
