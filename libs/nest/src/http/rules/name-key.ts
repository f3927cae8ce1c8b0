/** The form in which a name is stored: Unicode NFC, so that what looks the same is the same (UAX #15). */
export const canonicalName = (name: string): string => name.normalize('NFC');

/**
 * The form on which names are unique: NFKC and full case folding, a compatibility caseless match (The Unicode Standard §3.13, D146).
 * A little wider than CaseFolding.txt: dotless i counts as i. Up to 18 times as long as the name.
 */
export const nameKey = (name: string): string => fold(fold(name.normalize('NFD')).normalize('NFKC')).normalize('NFKC');

// JavaScript has no case folding. Lower, upper, lower unites what folding unites: upper turns sharp s into SS, the first lower brings capital
// sharp s there too, and lower alone writes a sigma at the end of a word as its final form.
const fold = (name: string): string => name.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
