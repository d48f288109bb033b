import type { IAws } from '../../aws/api';
import type {
  IArtifact,
  IArtifactList,
  IArtifacts,
  IJobInput
} from '../interfaces';
import type { IChannel } from '../snapshot';
import { download } from './download';
import { readInputs } from './inputs';

/** The channel of what runs a cell, with the manifest that says with what. */
const DRIVER_CHANNEL = 'offload';
const MANIFEST_FILE = 'manifest.json';

/** Reads the files of a job in the bucket. */
export class Artifacts implements IArtifacts {
  constructor(options: Artifacts.IOptions) {
    this._options = options;
  }

  async list(): Promise<IArtifactList> {
    const roots = this._options.roots();
    const [output, checkpoints] = await Promise.all([
      this._listOne('output', roots.output),
      this._listOne('checkpoints', roots.checkpoints)
    ]);
    return {
      files: [...output.files, ...checkpoints.files],
      complete: output.complete && checkpoints.complete
    };
  }

  async inputs(): Promise<readonly IJobInput[]> {
    const channel = this._options
      .roots()
      .channels.find(({ name }) => name === DRIVER_CHANNEL);
    const place = placeOf(channel?.uri ?? '');
    if (!place) {
      return [];
    }
    const key = place.key.replace(/\/?$/, `/${MANIFEST_FILE}`);
    const part = await this._options.aws.read(place.bucket, key, {
      start: 0,
      end: Artifacts.CHUNK
    });
    return readInputs(new TextDecoder().decode(part.bytes));
  }

  async read(
    file: IArtifact,
    range: { start?: number; most?: number } = {}
  ): Promise<Uint8Array<ArrayBuffer>> {
    const start = range.start ?? 0;
    const most = Math.min(range.most ?? Artifacts.CHUNK, Artifacts.CHUNK);
    const end = Math.min(file.size, start + most);
    if (end <= start) {
      return new Uint8Array();
    }
    const { aws } = this._options;
    return (await aws.read(file.bucket, file.key, { start, end })).bytes;
  }

  async download(
    file: IArtifact,
    onProgress: (bytes: number) => void = () => {}
  ): Promise<Blob> {
    const { aws, pause = Private.pause } = this._options;
    const chunk = Artifacts.CHUNK;
    return download(aws, file, { chunk, onProgress, pause });
  }

  private async _listOne(
    root: IArtifact['root'],
    uri: string
  ): Promise<IArtifactList> {
    const place = placeOf(uri);
    if (!place) {
      return { files: [], complete: true };
    }
    const { bucket, key: prefix } = place;
    const files: IArtifact[] = [];
    let next: string | null = null;
    do {
      const page = await this._options.aws.listObjects(bucket, prefix, next);
      for (const { key, size, modified } of page.items) {
        // Keys that end with a slash stand for folders.
        if (key.startsWith(prefix) && !key.endsWith('/')) {
          const path = key.slice(prefix.length);
          files.push({ root, path, bucket, key, size, modified });
        }
      }
      next = page.next;
    } while (next !== null && files.length < Artifacts.MOST);
    return { files, complete: next === null };
  }

  private _options: Artifacts.IOptions;
}

export namespace Artifacts {
  /** Bytes at a time. */
  export const CHUNK = 8 * 2 ** 20;

  /** Files of one folder. */
  export const MOST = 5000;

  export interface IOptions {
    readonly aws: IAws;
    /** `s3://` addresses of folders; empty where one is not known. */
    readonly roots: () => {
      readonly output: string;
      readonly checkpoints: string;
      readonly channels: readonly IChannel[];
    };
    /** Resolves after so many milliseconds; by the browser's clock if not given. */
    readonly pause?: (ms: number) => Promise<void>;
  }
}

namespace Private {
  export function pause(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms));
  }
}

/** Bucket and key of an `s3://` address. */
export function placeOf(uri: string): { bucket: string; key: string } | null {
  const found = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri);
  return found ? { bucket: found[1], key: found[2] } : null;
}
