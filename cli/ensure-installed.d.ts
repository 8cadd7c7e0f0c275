/** Installs the packages when some are missing; answers the exit code. */
export declare function ensureInstalled(): number;

/** Whether every package of the folder's lock file is there in its version; those for other systems need not be. */
export declare function isComplete(root: string): boolean;
