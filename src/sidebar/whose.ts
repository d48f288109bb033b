import type { TranslationBundle } from '@jupyterlab/translation';
import type { IConfigModel, IJobStore } from '../tokens';
import { ownersOf } from './model';
import type { Whose } from './model';

/** Whether others may send jobs to the active backend: an account has many. */
export function isShared({ state }: IConfigModel): boolean {
  if (state.phase !== 'ready') {
    return false;
  }
  const { active, backends } = state.config;
  return backends.some(one => one.name === active && one.paid);
}

/** Whose jobs may be chosen, with words; none where all are one's own. */
export function whoseOf(
  store: IJobStore,
  shared: boolean,
  trans: TranslationBundle
): ReadonlyArray<readonly [Whose, string]> {
  const others = ownersOf(store.jobs).filter(name => name !== store.owner);
  if (store.owner === null || !(shared || others.length > 0)) {
    return [];
  }
  return [
    ['mine', trans.__('My jobs')],
    ['all', trans.__('Everybody’s')],
    ...others.map(name => [`of ${name}`, name] as const)
  ];
}
