import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { LOCAL_BACKEND, isBackendName } from '../config/names';
import type { ICost } from '../jobs/interfaces';
import { isJobName } from '../jobs/names';
import type { IJobId, IJobSnapshot, JobStatus } from '../jobs/snapshot';
import type { PartState } from './partState';

/** A result of the job, as the kernel told of it. */
export interface ICardResult {
  readonly name: string;
  /** Bytes; null if it is not known. */
  readonly size: number | null;
  /** `here`, `on demand` or `kept yours`; anything in a forged card. */
  readonly state: string;
}

/** A file that the job wrote, as the kernel told of it. */
export interface ICardFile {
  /** Below the card's folder, with slashes; whatever a forger likes. */
  readonly path: string;
  /** Bytes; null if it is not known. */
  readonly size: number | null;
  /** As `ICardFile` of generated/card.ts has them; anything in a forged card. */
  readonly state: string;
  /** Why it is not here; empty where nothing is to be said. */
  readonly reason: string;
}

export interface ICardError {
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
  /** The line of the cell, from 1. */
  readonly line: number | null;
}

/** One of a job's cells. */
export interface ICardPart {
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** How far it came; null before the job has ended, or if it is not known. */
  readonly state: PartState;
}

/** What a notebook's output says of a job. It may be forged, old or damaged. */
export interface ICard {
  readonly id: IJobId;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  /** The status that was saved, in the kernel's words. */
  readonly status: string;
  readonly image: string;
  /** Which of the job's cells this is, from 0. */
  readonly part: ICardPart | null;
  readonly seconds: number | null;
  /** AWS's SecondaryStatus; `Submitted` before AWS was asked. */
  readonly phase: string;
  readonly maxSeconds: number | null;
  readonly cost: ICost;
  readonly results: readonly ICardResult[];
  readonly files: readonly ICardFile[];
  /** How many there are: not all are named. */
  readonly fileCount: number;
  /**
   * Below which folder they are, as reached from the notebook's; null where it
   * is elsewhere, or not known.
   */
  readonly folder: string | null;
  readonly error: ICardError | null;
  readonly notes: readonly string[];
  /** The HTML beside it, for front ends without cards: see SavedOutputs. */
  readonly html: string;
}

/** Longer texts are cut: no honest one is as long. */
const MAX_TEXT = 1000;
const MAX_TRACEBACK = 50_000;
const MAX_RESULTS = 200;
const MAX_REASON = 200;
const MAX_NOTES = 20;
/** The kernel writes at most 5 MB; half of larger HTML would be of no use. */
const MAX_HTML = 6_000_000;

const ENDS = ['Completed', 'Failed', 'Stopped'];
const STATUSES = ['InProgress', 'Stopping', ...ENDS];

/** Read the JSON of an output, and its HTML; null if it names no job. */
export function readCard(
  data: ReadonlyPartialJSONValue | undefined,
  html?: ReadonlyPartialJSONValue
): ICard | null {
  const card = record(data);
  const backend = text(card.backend);
  const name = text(card.job);
  if (!isBackendName(backend) || !isJobName(name)) {
    return null;
  }
  return {
    id: { backend, name },
    region: text(card.region),
    account: text(card.account),
    type: text(card.type),
    status: text(card.status),
    image: text(card.image),
    part: readPart(card.part),
    seconds: amount(card.seconds),
    phase: text(card.phase),
    maxSeconds: amount(card.max_seconds),
    cost: {
      charged: amount(card.cost),
      free: card.cost === 0 && backend === LOCAL_BACKEND,
      onAws: amount(card.aws_cost),
      perHour: null,
      ceiling: amount(card.ceiling),
      final: ENDS.includes(text(card.status)),
      upperBound: false
    },
    results: list(card.results).slice(0, MAX_RESULTS).map(readResult),
    files: list(card.files).slice(0, MAX_RESULTS).map(readFile),
    fileCount: Math.floor(amount(card.file_count) ?? 0),
    folder: typeof card.folder === 'string' ? text(card.folder) : null,
    error: readError(card.error),
    notes: list(card.notes)
      .slice(0, MAX_NOTES)
      .map(note => text(note)),
    html: typeof html === 'string' && html.length <= MAX_HTML ? html : ''
  };
}

/** What may be believed of a job until its backend is heard. */
export function hintOf(card: ICard): Partial<IJobSnapshot> {
  const known = STATUSES.includes(card.status);
  return {
    status: known ? (card.status as JobStatus) : 'Unknown',
    secondary: card.phase,
    maxRuntime: card.maxSeconds,
    instanceType: card.type,
    image: card.image,
    source: 'card'
  };
}

/** The line of the cell that a traceback begins with. */
export function lineIn(traceback: string): number | null {
  const last = traceback.lastIndexOf('Traceback (most recent call last)');
  const found = /^Cell(?: [^\n]{0,80},)? line (\d{1,6})\b/m.exec(
    traceback.slice(Math.max(0, last))
  );
  return found ? Number(found[1]) : null;
}

function readResult(value: ReadonlyPartialJSONValue): ICardResult {
  const result = record(value);
  return {
    name: text(result.name),
    size: amount(result.size),
    state: text(result.state)
  };
}

function readFile(value: ReadonlyPartialJSONValue): ICardFile {
  const file = record(value);
  return {
    path: text(file.path),
    size: amount(file.size),
    state: text(file.state),
    reason: text(file.reason, MAX_REASON)
  };
}

function readError(
  value: ReadonlyPartialJSONValue | undefined
): ICardError | null {
  const error = record(value);
  const type = text(error.type);
  if (type === '') {
    return null;
  }
  const traceback = text(error.traceback, MAX_TRACEBACK);
  const line = amount(error.line);
  return {
    type,
    message: text(error.message),
    traceback,
    line: line !== null && line >= 1 ? Math.floor(line) : lineIn(traceback)
  };
}

const PART_STATES = ['done', 'ended', 'not run'];

function readPart(
  value: ReadonlyPartialJSONValue | undefined
): ICardPart | null {
  const part = record(value);
  const index = amount(part.index);
  const count = amount(part.count);
  const state = text(part.state);
  return index !== null && count !== null && index < count
    ? {
        index: Math.floor(index),
        count: Math.floor(count),
        state: PART_STATES.includes(state) ? (state as PartState) : null
      }
    : null;
}

function record(
  value: ReadonlyPartialJSONValue | undefined
): Readonly<Record<string, ReadonlyPartialJSONValue | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, ReadonlyPartialJSONValue>>)
    : {};
}

function list(
  value: ReadonlyPartialJSONValue | undefined
): ReadonlyPartialJSONValue[] {
  return Array.isArray(value) ? [...value] : [];
}

function text(
  value: ReadonlyPartialJSONValue | undefined,
  most = MAX_TEXT
): string {
  return typeof value !== 'string'
    ? ''
    : value.length > most
      ? `${value.slice(0, most)}…`
      : value;
}

function amount(value: ReadonlyPartialJSONValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : null;
}
