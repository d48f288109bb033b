/** A file of a job in the bucket. */
export interface IArtifact {
  /** `output`: what SageMaker uploaded at the end; `checkpoints`: mirrored. */
  readonly root: 'output' | 'checkpoints';
  /** The path below the root. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch ms; null if it was not told. */
  readonly modified: number | null;
}

export interface IArtifactList {
  readonly files: readonly IArtifact[];
  /** False when there are more than were listed. */
  readonly complete: boolean;
}

/** Something that a job takes along. */
export interface IJobInput {
  /** A variable's names, or a path. */
  readonly name: string;
  /** How a variable travels (`npy`, `pickle`, …), else `file`, `module`, `data`. */
  readonly kind: string;
  /** Bytes; null if they are not known. */
  readonly size: number | null;
}

/**
 * The files of one job. Whatever is in them is hostile: show pictures through
 * `<img>` of a Blob and text as text; never navigate to them.
 */
export interface IArtifacts {
  /** Rejects with ProblemError. */
  list(): Promise<IArtifactList>;

  /**
   * What the job was sent with, none if it is not one of the magic's. Rejects
   * with ProblemError.
   */
  inputs(): Promise<readonly IJobInput[]>;

  /**
   * The bytes of a file, at most `most` from `start` on (defaults: 0, 8 MiB).
   * Rejects with ProblemError.
   */
  read(
    file: IArtifact,
    range?: { start?: number; most?: number }
  ): Promise<Uint8Array<ArrayBuffer>>;

  /**
   * A whole file, to be saved; the type is always application/octet-stream.
   * What does not come is asked for again for a minute. Rejects with
   * ProblemError, `changed` if it is not the file that was listed.
   */
  download(
    file: IArtifact,
    onProgress?: (bytes: number) => void
  ): Promise<Blob>;
}
