export * from './artifacts';
export * from './cost';
export * from './health';
export * from './job';
export * from './logTail';
export * from './metrics';
export * from './record';
export * from './store';
