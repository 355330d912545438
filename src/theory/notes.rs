//! Note names and numbers: `c4` is 60, accidentals are `#`, `s` (sharp), `b` and `f` (flat).

/// The number of a note name; without an octave it lies in octave 3. `None` if it is no note.
pub fn note_number(name: &str) -> Option<f64> {
    let mut chars = name.chars();
    let step = match chars.next()?.to_ascii_lowercase() {
        'c' => 0,
        'd' => 2,
        'e' => 4,
        'f' => 5,
        'g' => 7,
        'a' => 9,
        'b' => 11,
        _ => return None,
    };
    let rest = chars.as_str();
    let digits = rest.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(rest.len());
    let accidentals: i32 = rest[..digits]
        .chars()
        .map(|c| match c {
            '#' | 's' => Some(1),
            'b' | 'f' => Some(-1),
            _ => None,
        })
        .sum::<Option<i32>>()?;
    let octave: i32 = if digits == rest.len() { 3 } else { rest[digits..].parse().ok()? };
    (-100..=100).contains(&octave).then(|| f64::from((octave + 1) * 12 + step + accidentals))
}

#[cfg(test)]
mod tests {
    use super::note_number;

    #[test]
    fn names_have_numbers() {
        for (name, number) in
            [("c4", 60.0), ("c", 48.0), ("eb3", 51.0), ("g#5", 80.0), ("cf", 47.0), ("a-1", 9.0)]
        {
            assert_eq!(note_number(name), Some(number), "{name}");
        }
        for name in ["", "h3", "bd", "c4x", "e.", "c99999999999"] {
            assert_eq!(note_number(name), None, "{name}");
        }
    }
}
