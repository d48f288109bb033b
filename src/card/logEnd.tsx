import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useMemo } from 'react';
import { withoutEchoes } from '../components/remote/echoes';
import type { Echoes } from '../components/remote/echoes';
import { endOf } from '../components/remote/fold';
import { useSignal } from '../components/hooks';
import type { IJob } from '../jobs/interfaces';
import { LastLines } from './lastLines';

interface ILogEndProps {
  readonly job: IJob;
  /** Lines that say what the card shows anyway. */
  readonly echoes: Echoes;
  readonly onOpen: (() => void) | null;
  readonly trans: TranslationBundle;
}

/** The last lines of the job's log; all of it is a click away. */
export function LogEnd(props: ILogEndProps): React.ReactElement | null {
  const { job, echoes, onOpen, trans } = props;
  const { logEnd } = job;
  useSignal(logEnd.changed);
  const { before } = logEnd;
  const lines = withoutEchoes(logEnd.lines, echoes).map(({ text }, index) => ({
    text,
    number: (before ?? 0) + index
  }));
  // How many of those before them would not be shown is not known.
  const isCounted = before === 0 || (before !== null && echoes.size === 0);
  return (
    <LastLines
      lines={lines}
      isCounted={isCounted}
      onOpen={onOpen}
      trans={trans}
    />
  );
}

/** The last lines that one of several cells has printed: the log has all cells'. */
export function PartEnd(
  props: Omit<ILogEndProps, 'echoes'> & { readonly part: number }
): React.ReactElement | null {
  const { job, part, onOpen, trans } = props;
  const { outputs } = job.record;
  const { lines, isAll } = useMemo(() => endOf(outputs, part), [outputs, part]);
  const placed = lines.map((text, number) => ({ text, number }));
  return (
    <LastLines lines={placed} isCounted={isAll} onOpen={onOpen} trans={trans} />
  );
}
