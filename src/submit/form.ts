import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { IPlan, IPlanBackend } from '../generated/plan';
import { partLine } from './cellSource';
import type { MagicLine } from './magicLine';
import type { IRemembered } from './memory';
import { remember } from './memory';
import type { ITypeRow } from './types';
import { filterTypes, typeRows } from './types';
import { readDollars, readMinutes, writeDuration } from './units';

/**
 * How far the kernel is with the plan.
 *
 * `asking`: it was asked; `waiting`: it was asked, and a cell keeps it busy;
 * `ready`: the plan is of the present line; `failed`: it gave none.
 */
export type PlanPhase = 'asking' | 'waiting' | 'ready' | 'failed';

/** The options that have a field of their own. */
const LIMITS = ['--max-cost', '--max-runtime'] as const;

export type Limit = (typeof LIMITS)[number];

/**
 * The form behind the dialog, without DOM: it changes the magic's line, and
 * asks the kernel for the plan of each line it comes to.
 */
export class SubmitForm {
  constructor(options: SubmitForm.IOptions) {
    this._options = options;
    this._line = options.line;
    this._runtime = Private.shownRuntime(this._line.get('--max-runtime') ?? '');
  }

  /** Emitted after each change of anything. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The line that will be written; for parts that of the first one. */
  get line(): MagicLine {
    const { cells } = this._options;
    return cells > 1
      ? partLine(this._line, 1, cells)
      : this._line.without('--part');
  }

  /** The line of the second of several cells, null if there is none. */
  get nextLine(): MagicLine | null {
    const { cells } = this._options;
    return cells > 1 ? partLine(this._line, 2, cells) : null;
  }

  /** Which of the cells, from 2, lose what their own lines say. */
  get givingWay(): readonly number[] {
    return this._options.givingWay(this._line);
  }

  get cells(): number {
    return this._options.cells;
  }

  /** The instance type, null where the magic chooses one. */
  get type(): string | null {
    return this._line.type;
  }

  setType(type: string | null): void {
    this._become(this._line.withType(type));
  }

  /** What the cell needs, where no type is named: `--gpu 1 --memory 32`. */
  get needs(): string {
    return this._line.only('--gpu', '--memory', '--cpu').toString();
  }

  /** The field's text: dollars, or minutes. */
  limit(name: Limit): string {
    return name === '--max-runtime'
      ? this._runtime
      : (this._line.get(name) ?? '');
  }

  /**
   * What cannot be read stays in the line, and its field says so: a limit must
   * not be lost silently.
   */
  setLimit(name: Limit, text: string): void {
    const word = text.trim();
    if (name === '--max-runtime') {
      this._runtime = text;
    }
    const value = name === '--max-runtime' ? writeDuration(word) : word;
    this._become(this._line.withOption(name, value === '' ? null : value));
  }

  /** Whether the field's text is none the magic understands. */
  isInvalid(name: Limit): boolean {
    const value = this._line.get(name);
    const read = name === '--max-cost' ? readDollars : readMinutes;
    return value !== null && !(read(value) ?? 0);
  }

  /** The limits whose text is none the magic understands: no plan has them. */
  get invalid(): readonly Limit[] {
    return LIMITS.filter(name => this.isInvalid(name));
  }

  get search(): string {
    return this._search;
  }

  setSearch(text: string): void {
    this._search = text;
    this._changed.emit();
  }

  /** The types that the search lets through. */
  get types(): ITypeRow[] {
    const { remembered } = this._options;
    const rows = typeRows(this._plan, remembered.types, this.type);
    return filterTypes(rows, this._search);
  }

  /** Take the first type that the search lets through. */
  chooseFirst(): void {
    const [first] = this.types;
    if (this._search.trim() !== '' && first) {
      this.setType(first.name);
    }
  }

  /** The newest plan; unless `phase` is `ready` it is of a line before this. */
  get plan(): IPlan | null {
    return this._plan;
  }

  get phase(): PlanPhase {
    return this._phase === 'asking' && this._options.isBusy()
      ? 'waiting'
      : this._phase;
  }

  /**
   * Where it would run; null if not known. Only the kernel knows which backend
   * is active there: before there is a plan, none but the line's own is claimed
   * unless there is no other that costs money.
   */
  get backend(): NonNullable<IPlanBackend> | null {
    const { backendOf, mayCost } = this._options;
    const named = this._line.get('--backend');
    const known = this._plan?.backend;
    return known ?? (named !== null || !mayCost() ? backendOf(named) : null);
  }

  /** Whether it costs money, or may as far as is known. */
  get mayCost(): boolean {
    const { backend, line } = this;
    return (
      backend?.paid ??
      (line.get('--backend') !== null || this._options.mayCost())
    );
  }

  /** Why there is no plan. */
  get failure(): Error | null {
    return this._failure;
  }

  /** What to remember when this line is sent. */
  get remembered(): IRemembered {
    return remember(
      this._options.remembered,
      this.type ?? '',
      this._line.get('--max-cost') ?? '',
      this._line.get('--max-runtime') ?? ''
    );
  }

  /** Ask the kernel for the plan of the present line; one question at a time. */
  async ask(): Promise<void> {
    this._again = this._asking;
    if (this._asking) {
      return;
    }
    this._asking = true;
    do {
      this._again = false;
      await this._askOnce();
    } while (this._again && !this._disposed);
    this._asking = false;
  }

  /** Something outside has changed, such as whether the kernel is busy. */
  refresh(): void {
    this._changed.emit();
  }

  /** Nothing is asked or emitted any more. */
  dispose(): void {
    this._disposed = true;
    Signal.clearData(this);
  }

  private async _askOnce(): Promise<void> {
    this._phase = 'asking';
    this._stale = false;
    this._changed.emit();
    // With a limit that it cannot read the kernel would plan nothing at all.
    const line = this._line.without('--part', ...this.invalid);
    try {
      this._plan = await this._options.ask(line);
      this._failure = null;
    } catch (error) {
      this._failure = error instanceof Error ? error : new Error(String(error));
    }
    if (!this._stale && !this._again) {
      this._phase = this._failure ? 'failed' : 'ready';
    }
    this._changed.emit();
  }

  private _become(line: MagicLine): void {
    const same = `${line}` === `${this._line}`;
    this._line = line;
    if (!same) {
      this._phase = 'asking';
      this._stale = true;
      this._options.later(() => this.ask());
    }
    this._changed.emit();
  }

  /** Somebody has asked while a question was under way. */
  private _again = false;
  private _asking = false;
  private _changed = new Signal<this, void>(this);
  private _disposed = false;
  private _failure: Error | null = null;
  private _line: MagicLine;
  private _options: SubmitForm.IOptions;
  private _phase: PlanPhase = 'asking';
  private _plan: IPlan | null = null;
  private _runtime: string;
  private _search = '';
  /** The line has changed since the kernel was asked. */
  private _stale = false;
}

export namespace SubmitForm {
  export interface IOptions {
    /** What the form begins with. */
    readonly line: MagicLine;
    /** How many cells become one job. */
    readonly cells: number;
    /** Which of the cells, from 2, lose what they say to this line. */
    readonly givingWay: (line: MagicLine) => readonly number[];
    readonly remembered: IRemembered;
    /** The kernel's plan for the cells with this line; may take long. */
    readonly ask: (line: MagicLine) => Promise<IPlan>;
    /** What the server knows of a backend; of the active one if null. */
    readonly backendOf: (
      name: string | null
    ) => NonNullable<IPlanBackend> | null;
    /** Whether any backend that the server knows costs money. */
    readonly mayCost: () => boolean;
    /** Whether something keeps the kernel from answering. */
    readonly isBusy: () => boolean;
    /** Calls back when nothing has been typed for a moment. */
    readonly later: (callback: () => Promise<void>) => void;
  }
}

namespace Private {
  /** Minutes as the field shows them; anything else as it was written. */
  export function shownRuntime(value: string): string {
    const minutes = readMinutes(value);
    return minutes ? String(Math.round(minutes * 100) / 100) : value;
  }
}
