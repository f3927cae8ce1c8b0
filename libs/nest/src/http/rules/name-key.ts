/** The form in which a name is stored: Unicode NFC, so that what looks the same is the same (UAX #15), without spaces around it. */
export const canonicalName = (name: string): string => trimmed(name.normalize('NFC'));

// Of the white space only spaces (Zs), so that a line feed at the end is a mistake like any other control character.
const trimmed = (name: string): string => name.replace(/^\p{Zs}+|\p{Zs}+$/gu, '');

/**
 * The form on which names are unique: NFKC and full case folding, a compatibility caseless match (The Unicode Standard §3.13, D146).
 * A little wider than CaseFolding.txt: dotless i counts as i. Consecutive spaces count as one. Up to 18 times as long as the
 * name.
 */
export const nameKey = (name: string): string => trimmed(folded(name).replace(/\p{Zs}+/gu, ' '));

const folded = (name: string): string => fold(fold(name.normalize('NFD')).normalize('NFKC')).normalize('NFKC');

// JavaScript has no case folding. Lower, upper, lower unites what folding unites: upper turns sharp s into SS, the first lower brings capital
// sharp s there too, and lower alone writes a sigma at the end of a word as its final form.
const fold = (name: string): string => name.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
