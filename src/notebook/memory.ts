import type { IStateDB } from '@jupyterlab/statedb';
import { NOTHING_REMEMBERED, readRemembered } from '../submit/memory';
import type { IRemembered } from '../submit/memory';

const KEY = 'jupyterlab-offload:submit';

/** What was chosen last, in this workspace. */
export async function recall(state: IStateDB | null): Promise<IRemembered> {
  const stored = await state?.fetch(KEY);
  return stored === undefined ? NOTHING_REMEMBERED : readRemembered(stored);
}

/** Keep what was chosen, for the next form. */
export async function keep(
  state: IStateDB | null,
  remembered: IRemembered
): Promise<void> {
  await state?.save(KEY, { ...remembered, types: [...remembered.types] });
}
