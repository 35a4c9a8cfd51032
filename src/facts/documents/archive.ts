import { unzipSync } from 'fflate';

const mostFiles = 200;
const longestFile = 32 * 1024 * 1024;
const longestTogether = 128 * 1024 * 1024;
/** No honest document shrinks more. */
const mostShrunk = 200;

export interface Unpacked {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** How many files were left where they are, being too many, too long or packed too tightly. */
  readonly leftOut: number;
}

/**
 * The files of a ZIP. What each claims to be when unpacked decides whether it is; more than it claims is never unpacked, so
 * an archive cannot fill the memory.
 * @param wanted by its path within the archive
 * @throws when the bytes are no ZIP
 */
export function unzip(bytes: Uint8Array, wanted: (path: string) => boolean = () => true): Unpacked {
  let together = 0;
  let files = 0;
  let leftOut = 0;
  const unpacked = unzipSync(bytes, {
    filter: ({ name, size, originalSize }) => {
      if (name.endsWith('/') || /(^|\/)(__MACOSX|\.)/.test(name) || !wanted(name)) return false;
      const honest = originalSize <= longestFile && originalSize <= Math.max(size, 1) * mostShrunk;
      if (!honest || files >= mostFiles || together + originalSize > longestTogether) {
        leftOut++;
        return false;
      }
      files++;
      together += originalSize;
      return true;
    },
  });
  return { files: new Map(Object.entries(unpacked)), leftOut };
}
