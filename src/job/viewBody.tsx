import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';
import { formatDollars, formatDuration } from '../components/format';
import { Freshness } from '../components/freshness';
import { Guard } from '../components/guard';
import { useHeld, useOnScreen, useSignal, useTick } from '../components/hooks';
import { canStop } from '../components/status';
import { StatusBadge } from '../components/statusBadge';
import type { IJob } from '../jobs/interfaces';
import { isSettled, isTerminal } from '../jobs/snapshot';
import { Details } from './details';
import { Files } from './files/files';
import { LogPanel } from './log/logPanel';
import { Metrics } from './metrics/metrics';
import { stopJob } from './stopJob';
import type { Tab } from './view';

/** A job's head line, and one of its sides. */
export function ViewBody(props: {
  readonly job: IJob;
  readonly tab: Tab;
  readonly tabs: readonly Tab[];
  readonly onTab: (tab: Tab) => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, tab, tabs, onTab, trans } = props;
  const element = useRef<HTMLDivElement>(null);
  const seen = useOnScreen(element);
  useSignal(job.changed);
  const { snapshot } = job;
  const ended = isTerminal(snapshot.status);
  useTick(seen && !ended);
  useHeld(seen && !isSettled(snapshot), () => job.watch(), job);
  useHeld(seen && tab === 'log', () => job.log.follow(), job);
  useHeld(seen && tab === 'metrics', () => job.record.follow(), job);
  const id = `jp-Offload-panel-${job.id.backend}-${job.id.name}`;
  return (
    <div ref={element} className="jp-Offload-jobBody">
      <Head job={job} trans={trans} />
      <Freshness job={job} trans={trans} />
      <Tabs tab={tab} tabs={tabs} onTab={onTab} panel={id} trans={trans} />
      <div
        id={id}
        role="tabpanel"
        aria-labelledby={`${id}-${tab}`}
        className="jp-Offload-tabPanel"
      >
        <Guard about={tab} trans={trans}>
          {tab === 'log' && <LogPanel job={job} trans={trans} />}
          {tab === 'metrics' && <Metrics job={job} trans={trans} />}
          {tab === 'files' && <Files job={job} trans={trans} />}
          {tab === 'details' && <Details job={job} trans={trans} />}
        </Guard>
      </div>
    </div>
  );
}

function Head(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const { snapshot } = job;
  const { charged, onAws } = job.cost();
  const elapsed = job.elapsed();
  return (
    <div className="jp-Offload-jobHead">
      <StatusBadge job={snapshot} trans={trans} />
      <h2 className="jp-Offload-jobName" title={job.id.name}>
        {job.id.name}
      </h2>
      <span className="jp-Offload-quiet">
        {[snapshot.instanceType, job.id.backend].filter(Boolean).join(' · ')}
      </span>
      {elapsed !== null && (
        <span className="jp-Offload-number">
          {formatDuration(elapsed, trans)}
        </span>
      )}
      {charged !== null && (
        <span className="jp-Offload-number">
          {charged === 0 && onAws !== null && onAws > 0
            ? trans.__('free; %1 on AWS', formatDollars(onAws))
            : formatDollars(charged)}
        </span>
      )}
      {canStop(snapshot) && (
        <button
          type="button"
          className="jp-Offload-button jp-Offload-headButton"
          onClick={() => void stopJob(job, trans)}
        >
          {trans.__('Stop')}
        </button>
      )}
    </div>
  );
}

function Tabs(props: {
  readonly tab: Tab;
  readonly tabs: readonly Tab[];
  readonly onTab: (tab: Tab) => void;
  readonly panel: string;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { tab, tabs, onTab, panel, trans } = props;
  const words: Readonly<Record<Tab, string>> = {
    log: trans.__('Log'),
    metrics: trans.__('Metrics'),
    files: trans.__('Files'),
    details: trans.__('Details')
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    if (step !== 0) {
      event.preventDefault();
      const to = (tabs.indexOf(tab) + step + tabs.length) % tabs.length;
      onTab(tabs[to]);
      event.currentTarget.querySelectorAll('button')[to].focus();
    }
  };
  return (
    <div
      className="jp-Offload-tabs"
      role="tablist"
      aria-label={trans.__('Sides of the job')}
      onKeyDown={onKeyDown}
    >
      {tabs.map(one => (
        <button
          key={one}
          id={`${panel}-${one}`}
          type="button"
          role="tab"
          className="jp-Offload-tab"
          aria-selected={one === tab}
          aria-controls={one === tab ? panel : undefined}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onTab(one)}
        >
          {words[one]}
        </button>
      ))}
    </div>
  );
}
