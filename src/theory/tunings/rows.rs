//! The table of tunings: names and the pitches above the root, as Scala files write them.
//!
//! A pitch with a point is in cents, others are ratios; the last one is where the tuning repeats.

/// A tuning of the table.
#[derive(Debug)]
pub struct Row {
    /// Its name, without spaces and signs.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// One sentence.
    pub summary: &'static str,
    /// The pitches above the root.
    pub pitches: &'static str,
}

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    summary: &'static str,
    pitches: &'static str,
) -> Row {
    Row { name, aliases, summary, pitches }
}

/// All of them.
pub const TUNINGS: &[Row] = &[
    row(
        "equal",
        &["12tet"],
        "Twelve equal steps.",
        "100. 200. 300. 400. 500. 600. 700. 800. 900. 1000. 1100. 2/1",
    ),
    row(
        "12ji",
        &["just", "ji", "justintonation"],
        "Twelve notes of five-limit just intonation.",
        "16/15 9/8 6/5 5/4 4/3 45/32 3/2 8/5 5/3 16/9 15/8 2/1",
    ),
    row(
        "justmajor",
        &["zarlino", "ptolemy", "ptolemyintense"],
        "The just major scale.",
        "9/8 5/4 4/3 3/2 5/3 15/8 2/1",
    ),
    row("justminor", &[], "The just minor scale.", "9/8 6/5 4/3 3/2 8/5 9/5 2/1"),
    row(
        "pythagorean",
        &["pyth", "pyth12"],
        "Twelve notes made of pure fifths.",
        "256/243 9/8 32/27 81/64 4/3 729/512 3/2 128/81 27/16 16/9 243/128 2/1",
    ),
    row(
        "meantone",
        &["quartercomma", "meantonequarter", "meanquar"],
        "Quarter-comma meantone: pure thirds.",
        "76.04900 193.15686 310.26471 386.31371 503.42157 579.47057 696.57843 772.62743 \
         889.73529 1006.84314 1082.89214 2/1",
    ),
    row(
        "thirdcomma",
        &["meantonethird", "salinas", "meanthird"],
        "Third-comma meantone: pure minor thirds.",
        "63.50366 189.57248 315.64129 379.14495 505.21376 568.71743 694.78624 758.28990 \
         884.35871 1010.42752 1073.93119 2/1",
    ),
    row(
        "fifthcomma",
        &["meantonefifth", "meanfifth"],
        "Fifth-comma meantone.",
        "83.57620 195.30749 307.03877 390.61497 502.34626 585.92246 697.65374 781.22994 \
         892.96123 1004.69251 1088.26871 2/1",
    ),
    row(
        "sixthcomma",
        &["meantonesixth", "silbermann", "meansixth"],
        "Sixth-comma meantone.",
        "88.59433 196.74124 304.88814 393.48248 501.62938 590.22372 698.37062 786.96495 \
         895.11186 1003.25876 1091.85310 2/1",
    ),
    row(
        "werckmeister3",
        &["werck3", "werckmeister"],
        "Werckmeister III of 1691: four fifths tempered by a quarter comma.",
        "90.22500 192.18000 294.13500 390.22500 498.04500 588.26999 696.09000 792.18000 \
         888.26999 996.09000 1092.18000 2/1",
    ),
    row(
        "kirnberger2",
        &["kirn2"],
        "Kirnberger II of 1771: two fifths tempered by half a comma.",
        "92.17872 203.91000 294.13500 386.31371 498.04500 590.22372 701.95500 794.13372 \
         895.11186 996.09000 1088.26871 2/1",
    ),
    row(
        "kirnberger3",
        &["kirnberger", "kirn3"],
        "Kirnberger III of 1779: four fifths tempered by a quarter comma.",
        "90.22500 193.15686 294.13500 386.31371 498.04500 590.22372 696.57843 792.18000 \
         889.73529 996.09000 1088.26871 2/1",
    ),
    row(
        "vallotti",
        &["vallotti2"],
        "Vallotti of 1754: six fifths tempered by a sixth of a comma.",
        "94.13500 196.09000 298.04500 392.18000 501.95500 592.18000 698.04500 796.09000 \
         894.13500 1000.00000 1090.22500 2/1",
    ),
    row(
        "young",
        &["young2"],
        "Young's second temperament of 1799: six fifths tempered by a sixth of a comma.",
        "90.22500 196.09000 294.13500 392.18000 498.04500 588.26999 698.04500 792.18000 \
         894.13500 996.09000 1090.22500 2/1",
    ),
    row(
        "kellner",
        &[],
        "Kellner's temperament for Bach: five fifths tempered by a fifth of a comma.",
        "90.22500 194.52600 294.13500 389.05200 498.04500 588.26999 697.26300 792.18000 \
         891.78900 996.09000 1091.00700 2/1",
    ),
    row(
        "lehman",
        &["bach", "bachlehman"],
        "Lehman's reading of the spiral on the title page of the Well-Tempered Clavier.",
        "98.04500 196.09000 298.04500 392.18000 501.95500 596.09000 698.04500 798.04500 \
         894.13500 998.04500 1094.13500 2/1",
    ),
    row(
        "partch43",
        &["partch"],
        "Partch's forty-three notes.",
        "81/80 33/32 21/20 16/15 12/11 11/10 10/9 9/8 8/7 7/6 32/27 6/5 11/9 5/4 14/11 9/7 \
         21/16 4/3 27/20 11/8 7/5 10/7 16/11 40/27 3/2 32/21 14/9 11/7 8/5 18/11 5/3 27/16 \
         12/7 7/4 16/9 9/5 20/11 11/6 15/8 40/21 64/33 160/81 2/1",
    ),
    row(
        "centaur",
        &["grady"],
        "Grady's seven-limit scale of twelve.",
        "21/20 9/8 7/6 5/4 4/3 7/5 3/2 14/9 5/3 7/4 15/8 2/1",
    ),
    row(
        "welltunedpiano",
        &["lamonte", "wtp"],
        "La Monte Young's piano.",
        "567/512 9/8 147/128 21/16 1323/1024 189/128 3/2 49/32 7/4 441/256 63/32 2/1",
    ),
    row(
        "shruti",
        &["indian", "indian22"],
        "Twenty-two shrutis.",
        "256/243 16/15 10/9 9/8 32/27 6/5 5/4 81/64 4/3 27/20 45/32 729/512 3/2 128/81 8/5 \
         5/3 27/16 16/9 9/5 15/8 243/128 2/1",
    ),
    row(
        "arabic17",
        &["safialdin", "arabian17"],
        "The seventeen notes of Safi al-Din.",
        "256/243 65536/59049 9/8 32/27 8192/6561 81/64 4/3 1024/729 262144/177147 3/2 128/81 \
         32768/19683 27/16 16/9 4096/2187 1048576/531441 2/1",
    ),
    row(
        "archytas",
        &["archytasenharmonic"],
        "Archytas' enharmonic.",
        "28/27 16/15 4/3 3/2 14/9 8/5 2/1",
    ),
    row(
        "slendro",
        &[],
        "A Javanese slendro as Ellis measured it; each gamelan has its own.",
        "228. 484. 728. 960. 2/1",
    ),
    row(
        "pelog",
        &[],
        "A Javanese pelog as Ellis measured it; each gamelan has its own.",
        "137. 446. 575. 687. 820. 1098. 2/1",
    ),
    row("hexany", &["hexany1357"], "The hexany of 1, 3, 5 and 7.", "7/6 5/4 35/24 5/3 7/4 2/1"),
    row("hexany15", &[], "The hexany of 1, 3, 5 and 15.", "5/4 4/3 3/2 8/5 2/1"),
    row(
        "bohlenpierce",
        &["bp", "bp13"],
        "Bohlen-Pierce: thirteen equal steps to the twelfth.",
        "146.30423 292.60846 438.91269 585.21692 731.52115 877.82539 1024.12962 1170.43385 \
         1316.73808 1463.04231 1609.34654 1755.65077 3/1",
    ),
    row(
        "bohlenpiercejust",
        &["bpjust", "bpji"],
        "Bohlen-Pierce in just ratios.",
        "27/25 25/21 9/7 7/5 75/49 5/3 9/5 49/25 15/7 7/3 63/25 25/9 3/1",
    ),
    row(
        "carlosalpha",
        &["alpha"],
        "Wendy Carlos' alpha: steps of 78 cents, no octave.",
        "77.96499",
    ),
    row("carlosbeta", &["beta"], "Wendy Carlos' beta: steps of 64 cents, no octave.", "63.83293"),
    row(
        "carlosgamma",
        &["gamma"],
        "Wendy Carlos' gamma: steps of 35 cents, no octave.",
        "35.09854",
    ),
    row(
        "harmonics",
        &["overtone", "harmonic8"],
        "Harmonics 8 to 16.",
        "9/8 5/4 11/8 3/2 13/8 7/4 15/8 2/1",
    ),
    row(
        "subharmonics",
        &["undertone"],
        "Subharmonics 16 to 8.",
        "16/15 8/7 16/13 4/3 16/11 8/5 16/9 2/1",
    ),
    row(
        "harmonicseries",
        &["series"],
        "The harmonic series: degree 0 is the root, 1 its octave, 2 the twelfth.",
        "2/1 3/1 4/1 5/1 6/1 7/1 8/1 9/1 10/1 11/1 12/1 13/1 14/1 15/1 16/1 17/1 18/1 19/1 \
         20/1 21/1 22/1 23/1 24/1 25/1 26/1 27/1 28/1 29/1 30/1 31/1 32/1",
    ),
];
