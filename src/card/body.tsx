import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useMemo, useRef } from 'react';
import { Guard } from '../components/guard';
import { useHeld, useOnScreen, useSignal, useTick } from '../components/hooks';
import { echoesOf } from '../components/remote/echoes';
import { fold, lastError } from '../components/remote/fold';
import { limitWords, reasonWords } from '../components/status';
import { RemoteOutputs } from '../components/remote/outputs';
import type { IJob } from '../jobs/interfaces';
import { emptySnapshot, isSettled, isTerminal } from '../jobs/snapshot';
import type { IJobSnapshot } from '../jobs/snapshot';
import type { ICardActions } from './actions';
import { hintOf, lineIn } from './cardData';
import type { ICard } from './cardData';
import { Buttons } from './buttons';
import { CostLine } from './costLine';
import { Failure } from './failure';
import { CardFiles } from './files';
import { Freshness } from '../components/freshness';
import { costToShow, isGone } from './gone';
import { CardHeader } from './header';
import { LogEnd, PartEnd } from './logEnd';
import { partStateOf } from './partState';
import { Interactive } from './interactive';
import { PhaseStrip } from './phaseStrip';
import { ProgressBars } from './progressBars';
import { Results } from './results';
import { SavedOutputs } from './savedOutputs';

/** What a card shows, and what it may do. */
export interface ICardProps {
  readonly card: ICard;
  /** Null while its backend cannot be asked: then the saved state is shown. */
  readonly job: IJob | null;
  /** Whether the job's backend is none of those that are set up. */
  readonly unknownBackend: boolean;
  /** Whether a new job may cost money. */
  readonly paid: boolean;
  readonly actions: ICardActions;
  readonly trans: TranslationBundle;
}

/** A job's card: from its backend what can be had, from the notebook the rest. */
export function JobCard(props: ICardProps): React.ReactElement {
  const { card, trans } = props;
  const element = useRef<HTMLElement>(null);
  const seen = useOnScreen(element);
  return (
    <section
      ref={element}
      className="jp-Offload-card"
      aria-label={trans.__('Job %1', card.id.name)}
    >
      {props.job ? (
        <LiveCard {...props} job={props.job} seen={seen} />
      ) : (
        <SavedCard {...props} />
      )}
    </section>
  );
}

function LiveCard(
  props: ICardProps & { readonly job: IJob; readonly seen: boolean }
): React.ReactElement {
  const { card, job, seen, actions, trans, paid } = props;
  const part = card.part?.index ?? null;
  useSignal(job.changed);
  useSignal(job.record.added);
  useSignal(job.record.stateChanged);
  const { health, snapshot } = job;
  const gone = isGone(job);
  const { open } = actions;
  const openLog = open && !gone ? () => open(card.id, 'log') : null;
  const getResults = gone ? null : actions.getResults;
  // What is not heard of is not counted on.
  const known = health.problem && health.heard ? health.heard : job.now();
  const ended = isTerminal(snapshot.status);
  useTick(seen && !ended);
  // An old or forged card may say that it is over; a list does not tell its cost.
  useHeld(seen && !isSettled(snapshot), () => job.watch(), job);
  // A card out of sight asks for nothing; an ended job is read once.
  useHeld(seen, () => job.record.follow(), job);
  // One cell's lines are in the record; what the log tells sooner is the end.
  useHeld(seen && (part === null || !ended), () => job.logEnd.follow(), job);

  const events = job.record.outputs;
  const outputs = useMemo(() => fold(events, part), [events, part]);
  const reason = endReason(snapshot, trans);
  const found = useMemo(() => failureOf(card, job), [card, job, events]);
  const error = snapshot.status === 'Completed' ? null : found;
  const traceback = error?.traceback ?? '';
  const echoes = useMemo(
    () => echoesOf(events, part, traceback),
    [events, part, traceback]
  );
  const state = partStateOf(card, job);
  const { showOutputs } = actions;
  const interactive = useMemo(
    () => (
      <Interactive
        id={card.id}
        ended={ended}
        show={showOutputs}
        trans={trans}
      />
    ),
    [card, ended, showOutputs, trans]
  );
  return (
    <>
      <CardHeader
        job={snapshot}
        card={card}
        seconds={job.elapsed()}
        part={state}
        trans={trans}
      />
      <Freshness job={job} trans={trans} />
      <PhaseStrip job={snapshot} trans={trans} now={known} />
      <CostLine cost={costToShow(job, card.cost)} trans={trans} />
      <ProgressBars record={job.record} part={part} trans={trans} />
      {error ? (
        <Failure error={error} trans={trans} onLine={actions.goToLine} />
      ) : (
        reason &&
        (state === null || state === 'ended') && (
          <p className="jp-Offload-reason">{reason}</p>
        )
      )}
      {state === 'not run' && <NotRun trans={trans} />}
      <Guard
        about={job.record.isFound}
        words={trans.__('Something of this job cannot be shown.')}
        trans={trans}
      >
        {job.record.isFound ? (
          <RemoteOutputs
            outputs={outputs}
            interactive={interactive}
            trans={trans}
          />
        ) : (
          <SavedOutputs
            html={card.html}
            // The log tells not which lines are of one of several cells.
            job={part === null ? job : null}
            trans={trans}
          />
        )}
      </Guard>
      {part === null ? (
        <LogEnd job={job} echoes={echoes} onOpen={openLog} trans={trans} />
      ) : (
        <PartEnd job={job} part={part} onOpen={openLog} trans={trans} />
      )}
      <Results results={card.results} onGet={getResults} trans={trans} />
      <CardFiles
        card={card}
        onGet={getResults}
        onOpen={actions.openFile}
        trans={trans}
      />
      <Notes notes={card.notes.filter(note => !tellsSame(note, snapshot))} />
      <Buttons
        job={snapshot}
        id={card.id}
        actions={actions}
        again={ended}
        gone={gone}
        paid={paid}
        trans={trans}
      />
    </>
  );
}

/** Without a backend: what the notebook has kept. */
function SavedCard(props: ICardProps): React.ReactElement {
  const { card, actions, trans, unknownBackend } = props;
  const snapshot = useMemo(
    () => ({ ...emptySnapshot(card.id), ...hintOf(card) }),
    [card]
  );
  return (
    <>
      <CardHeader
        job={snapshot}
        card={card}
        seconds={card.seconds}
        part={card.part?.state}
        trans={trans}
      />
      <p className="jp-Offload-freshness">
        {unknownBackend
          ? trans.__(
              'The backend “%1” is not set up here. This is what the notebook kept of the job.',
              card.id.backend
            )
          : trans.__('This is what the notebook kept of the job.')}
      </p>
      <CostLine cost={card.cost} trans={trans} />
      {card.part?.state === 'not run' && <NotRun trans={trans} />}
      {card.error && (
        <Failure error={card.error} trans={trans} onLine={actions.goToLine} />
      )}
      <Guard
        about={card.html}
        words={trans.__('Something of this job cannot be shown.')}
        trans={trans}
      >
        <SavedOutputs html={card.html} job={null} trans={trans} />
      </Guard>
      <Results results={card.results} trans={trans} />
      <CardFiles card={card} onOpen={actions.openFile} trans={trans} />
      <Notes notes={card.notes} />
    </>
  );
}

function NotRun(props: {
  readonly trans: TranslationBundle;
}): React.ReactElement {
  return (
    <p className="jp-Offload-quiet">
      {props.trans.__('The job ended before this cell ran.')}
    </p>
  );
}

function Notes(props: {
  readonly notes: readonly string[];
}): React.ReactElement | null {
  return props.notes.length === 0 ? null : (
    <ul className="jp-Offload-notes">
      {props.notes.map((note, index) => (
        <li key={index}>{note}</li>
      ))}
    </ul>
  );
}

/** Why a job has ended that did not come to its end; empty if it did. */
function endReason(job: IJobSnapshot, trans: TranslationBundle): string {
  return job.status === 'Failed'
    ? reasonWords(job.reason.slice(0, 1000))
    : limitWords(job, trans);
}

/** Whether the kernel has noted what the job's own reason says. */
function tellsSame(note: string, job: IJobSnapshot): boolean {
  return note !== '' && note === reasonWords(job.reason);
}

/** The kernel's word on the error; without one, the job's own. */
function failureOf(card: ICard, job: IJob): ICard['error'] {
  if (card.error) {
    return card.error;
  }
  const event = lastError(job.record.outputs, card.part?.index ?? null);
  if (!event) {
    return null;
  }
  const traceback = event.traceback.join('\n').slice(0, 50_000);
  return {
    type: event.ename,
    message: event.evalue.slice(0, 1000),
    traceback,
    line: lineIn(traceback)
  };
}
