/** Installs missing packages and returns the exit code. */
export declare function ensureInstalled(): number;

/** Returns whether every package of the folder's lock file is installed in its version; packages for other systems may be missing. */
export declare function isComplete(root: string): boolean;
