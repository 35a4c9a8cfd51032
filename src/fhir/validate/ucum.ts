/** Units of UCUM, case sensitive, without prefixes. Those of the first list take metric prefixes. */
const metric = new Set(
  (
    'm s g U rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv L l ar t bar u eV pc kat Ci R RAD REM cal cal_[15] cal_[20] ' +
    'cal_m cal_IT cal_th eq osm g% B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] st bit By bit_s Bd dyn erg P St Ky Gal Lmb sb Mx G Oe Gb Bi ph Np mho m[H2O] ' +
    'm[Hg] [iU] [IU] gf [eV] tex [m/s2/Hz^0.5]'
  ).split(' '),
);
const plain = new Set(
  (
    "10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] gon deg ' '' min h d a_t a_j a_g a wk mo_s mo_j mo_g mo [c] [h] [k] [eps_0] [mu_0] [e] [m_e] [m_p] [G] [g] atm " +
    '[lbf_av] AU [in_i] [ft_i] [yd_i] [mi_i] [fth_i] [nmi_i] [kn_i] [sin_i] [sft_i] [syd_i] [cin_i] [cft_i] [cyd_i] [bf_i] [cr_i] [mil_i] [cml_i] [hd_i] ' +
    '[ft_us] [yd_us] [in_us] [rd_us] [ch_us] [lk_us] [rch_us] [rlk_us] [fth_us] [fur_us] [mi_us] [acr_us] [srd_us] [smi_us] [sct] [twp] [mil_us] [in_br] [ft_br] ' +
    '[gal_us] [bbl_us] [qt_us] [pt_us] [gil_us] [foz_us] [fdr_us] [min_us] [crd_us] [bu_us] [gal_wi] [pk_us] [dqt_us] [dpt_us] [tbs_us] [tsp_us] [cup_us] [foz_m] [cup_m] [tsp_m] [tbs_m] ' +
    '[gal_br] [pk_br] [bu_br] [qt_br] [pt_br] [gil_br] [foz_br] [fdr_br] [min_br] [gr] [lb_av] [oz_av] [dr_av] [scwt_av] [lcwt_av] [ston_av] [lton_av] [stone_av] [pwt_tr] [oz_tr] [lb_tr] ' +
    '[sc_ap] [dr_ap] [oz_ap] [lb_ap] [oz_m] [lne] [pnt] [pca] [pnt_pr] [pca_pr] [pied] [pouce] [ligne] [didot] [cicero] [degF] [degR] [degRe] [Cal] [Btu_39] [Btu_59] [Btu_60] [Btu_m] [Btu_IT] [Btu_th] [Btu] [HP] ' +
    "[mesh_i] [Ch] [drp] [hnsf'U] [MET] [hp'_X] [hp'_C] [hp'_M] [hp'_Q] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q] [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] " +
    "[knk'U] [mclg'U] [tb'U] [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] [FEU] [ELU] [EU] [m/s2/Hz^0.5] [psi] [diop] [p'diop] [HPF] [LPF] [sq_in] [den] [mu] [wood'U] [car_m] [car_Au] [smoot] [ly] [S] " +
    "[in_i'H2O] [in_i'Hg] [PRU] [pH] [H] circ sph bit_s [crd_us] [rlk_us] [kn_br] [nmi_br] [mi_br] [acr_br]"
  ).split(' '),
);
const prefixes = [
  'da',
  'Y',
  'Z',
  'E',
  'P',
  'T',
  'G',
  'M',
  'k',
  'h',
  'd',
  'c',
  'm',
  'u',
  'n',
  'p',
  'f',
  'a',
  'z',
  'y',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
];

function isUnit(symbol: string): boolean {
  if (metric.has(symbol) || plain.has(symbol)) return true;
  return prefixes.some(prefix => symbol.startsWith(prefix) && metric.has(symbol.slice(prefix.length)));
}

/** One component: a number, or a unit with an exponent, each with an annotation; or an annotation alone. */
const component =
  /(?:(\d+(?![\d*^]))|((?:\[[^\]\s]*\]|10[*^]|[A-Za-z%'_](?:\d*[A-Za-z%'_])*|\[[^\]]*\])+(?:\[[^\]\s]*\])?)([+-]?\d+)?)?(\{[^{}\s]*\})?/y;

/** What is wrong with a UCUM expression, `undefined` where it can be read. Units are compared with UCUM's own symbols. */
export function ucumProblem(code: string): string | undefined {
  if (/\s/.test(code)) return 'is no UCUM unit: it contains white space';
  let at = 0;
  let depth = 0;
  let due = true;
  if (code.startsWith('/')) at = 1;
  while (at < code.length) {
    const letter = code[at];
    if (due && letter === '(') {
      depth++;
      at++;
      continue;
    }
    if (!due && letter === ')') {
      if (depth-- === 0) return 'is no UCUM unit: a bracket closes that never opened';
      at++;
      const exponent = /^[+-]?\d+/.exec(code.slice(at))?.[0] ?? '';
      at += exponent.length;
      continue;
    }
    if (!due && (letter === '.' || letter === '/')) {
      due = true;
      at++;
      continue;
    }
    if (!due) return 'is no UCUM unit';
    component.lastIndex = at;
    const found = component.exec(code);
    if (!found || found[0] === '') return 'is no UCUM unit';
    if (found[2] !== undefined && !isUnit(found[2])) return `is no UCUM unit: "${found[2]}" is none of its symbols`;
    at += found[0].length;
    due = false;
  }
  return due || depth > 0 ? 'is no UCUM unit: it ends too early' : undefined;
}
