//! Tests of links to passages: the forms they take, and that they lead, as a browser reads them, to the passage.

use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::render::sample;
use crate::text::words as folded;

const URL: &str = "https://post.example/talks";

/// Checks the directive to the part of a body that is set between `[` and `]`.
#[track_caller]
fn check(marked: &str, expected: &str) {
    let start = marked.find('[').unwrap();
    let end = marked.rfind(']').unwrap() - 1;
    let body = marked.replace(['[', ']'], "");
    let link = Page::new(&body, URL).link(&(start..end)).unwrap();
    assert_eq!(
        link.strip_prefix(URL),
        Some(format!("#:~:text={expected}").as_str())
    );
}

#[test]
fn a_short_passage_is_looked_for_as_it_stands() {
    check("Then [the talks ended] there.", "the%20talks%20ended");
    check("[Cross-border, R&D.]", "Cross%2Dborder%2C%20R%26D");
    check(
        "[“It’s \t over,” he]",
        "It%E2%80%99s%20over%2C%E2%80%9D%20he",
    );
    check(
        "A [“done 😀 deal”, he says…]",
        "done%20%F0%9F%98%80%20deal%E2%80%9D%2C%20he%20says",
    );
    check(
        "[50% of a/b (c) d_e ~f]",
        "50%25%20of%20a%2Fb%20%28c%29%20d_e%20~f",
    );
}

#[test]
fn a_word_that_is_cut_is_taken_whole() {
    check("A mis[take was m]ade.", "mistake%20was%20made");
    check("They don’[t] pay 1,600.", "don%E2%80%99t");
    check("They pay 1,[600].", "1%2C600");
    check(
        "我们[学]习，然后回家。",
        "%E6%88%91%E4%BB%AC%E5%AD%A6%E4%B9%A0",
    );
}

#[test]
fn what_crosses_lines_is_looked_for_by_its_ends() {
    check(
        "[The first of all paragraphs goes here.\nThe second paragraph has its own end.]",
        "The%20first%20of%20all,has%20its%20own%20end",
    );
    check("No [“One.”\nTwo three.] End.", "One,Two%20three");
    check("[One\r\n\r\ntwo] three", "One,two");
    check("[One two\nthree four\nfive]", "One%20two,five");
}

#[test]
fn a_heading_is_passed_over() {
    let expected = "The%20talks%20went%20on";
    check("[The talks\nThe talks went on.]", expected);
    check("One.\n[Why talks?\n\nThe talks went on.] End.", expected);
    check(
        "[They talked.\nThe talks went on.]",
        "They%20talked,The%20talks%20went%20on",
    );
    check(
        "It said [the talks\nThe talks went on.]",
        "It%20said-,the%20talks,The%20talks%20went%20on",
    );
    check("[A\nB\nC d e f g]", "B,d%20e%20f%20g");
}

#[test]
fn what_is_long_is_looked_for_by_its_ends() {
    let numbers: Vec<_> = (1000..1070).map(|number| number.to_string()).collect();
    let fits = numbers[..60].join(" ");
    assert_eq!(fits.len(), 299);
    check(&format!("[{fits}]"), &fits.replace(' ', "%20"));
    check(
        &format!("[{}]", numbers.join(" ")),
        "1000%201001%201002%201003,1066%201067%201068%201069",
    );
    let five = ["x", "y", "z", "v", "w"].map(|letter| letter.repeat(61));
    let [x, y, z, v, w] = &five;
    check(
        &format!("[{}]", five.join(" ")),
        &format!("{x}%20{y}%20{z},{v}%20{w}"),
    );
}

#[test]
fn what_stands_twice_gets_context() {
    let twice = |first: [&str; 2], second: [&str; 2]| {
        let [a, b] = first;
        let [c, d] = second;
        format!(
            "On Monday {a}he said that{b} to us all.\nOn Friday then {c}he said that{d}, and left."
        )
    };
    check(
        &twice(["[", "]"], ["", ""]),
        "On%20Monday-,he%20said%20that",
    );
    check(
        &twice(["", ""], ["[“", "]"]),
        "On%20Friday%20then%20%E2%80%9C-,he%20said%20that",
    );
    check("[HE said], now.\nHe “said” so.", "HE%20said,-%2C%20now");
    check("He said.\n[He said] no.", "He%20said,-no");
    check(
        "it is so. Now it is so again. Now [it is] so",
        "so%20again.%20Now-,it%20is",
    );
}

#[test]
fn context_grows_until_it_tells_and_no_further() {
    check("a b c d e f. z b c d e [f]", "z%20b%20c%20d%20e-,f");
    check("a f b c d.\n[f] b c d e", "f,-b%20c%20d%20e");
    check("k l f m n. k l o. f m n p. k l [f] m n p", "p.%20k%20l-,f");
    check(
        "l f m. l f n. o f m. o f n.\nl f m.\nl f n.\no f m.\n[o] x",
        "o,-x",
    );
}

#[test]
fn ends_that_stand_elsewhere_grow() {
    check(
        "He said it was over.\n[He said it was good.\nAll left.]",
        "He%20said%20it%20was%20good,All%20left",
    );
    check(
        "He said it was good. Then [he said it was good.\nAll left.]",
        "was%20good.%20Then-,he%20said%20it%20was,All%20left",
    );
    check(
        "[One day they all left, and we all left.\nThen they all left.]",
        "One%20day%20they%20all,Then%20they%20all%20left",
    );
    check(
        "[One.\nThen one day they all left, and one day they all left] for good.",
        "One,day%20they%20all%20left,-for%20good",
    );
    check(
        "[One.\nThen one day they all left, and one day they all left.]",
        "One,and%20one%20day%20they%20all%20left",
    );
    check(
        "[Two.\nThey left.\nThey left], too.",
        "Two,They%20left,-%2C%20too",
    );
}

#[test]
fn what_cannot_be_told_apart_is_looked_for_plainly() {
    check("He left.\n[He left.]", "He%20left");
    let page = Page::new("He left.\nHe left.", URL);
    assert!(!page.directive(2..4).certain);
}

#[test]
fn the_address_keeps_its_own_fragment() {
    let check = |url: &str, expected: &str| {
        assert_eq!(Page::new("One", url).link(&(0..3)).unwrap(), expected);
    };
    check("http://a.example/", "http://a.example/#:~:text=One");
    check(
        "https://a.example/?q=1#top",
        "https://a.example/?q=1#top:~:text=One",
    );
    check("https://a.example/#", "https://a.example/#:~:text=One");
    check(
        "https://a.example/#:~:text=Two",
        "https://a.example/#:~:text=One",
    );
    check(
        "https://a.example/#top:~:text=Two",
        "https://a.example/#top:~:text=One",
    );
    check(
        "https://a.example/é x",
        "https://a.example/%C3%A9%20x#:~:text=One",
    );
}

#[test]
fn where_there_is_nothing_to_look_for_there_is_no_link() {
    let check = |body: &str, range: Range<usize>| {
        assert_eq!(Page::new(body, URL).link(&range), None);
    };
    check("One … two", 4..7);
    check("", 0..0);
    check(&"x".repeat(301), 0..301);
    check(&format!("{} end", "字".repeat(301)), 0..907);
}

/// Reads the words of the body that a link leads to, as tokens, the way a browser looks for them.
fn followed(body: &str, link: &str) -> Option<Range<usize>> {
    let directive = link.split_once("#:~:text=").unwrap().1;
    let mut parts: Vec<_> = directive.split(',').collect();
    let prefix = match parts[0].ends_with('-') {
        true => read(parts.remove(0).trim_end_matches('-')),
        false => Vec::new(),
    };
    let suffix = match parts[parts.len() - 1].starts_with('-') {
        true => read(parts.pop().unwrap().trim_start_matches('-')),
        false => Vec::new(),
    };
    let body = folded(body);
    let end = parts.get(1).map(|end| read(end));
    let start = read(parts[0]);
    let starts = |at: usize| body[..at].ends_with(&prefix) && body[at..].starts_with(&start);
    let fits = |at: &usize| body[*at..].starts_with(&suffix);
    (0..body.len()).filter(|at| starts(*at)).find_map(|at| {
        let after = at + start.len();
        let ends = |words: &Vec<String>| {
            let places = (after..body.len()).filter(|at| body[*at..].starts_with(words));
            places.map(|at| at + words.len()).find(fits)
        };
        let end = match &end {
            Some(words) => ends(words),
            None => Some(after).filter(fits),
        };
        end.map(|end| at..end)
    })
}

/// Decodes a part of a directive, which must not have a character with a meaning of its own, to its folded words.
fn read(part: &str) -> Vec<String> {
    assert!(!part.is_empty() && !part.contains(['-', '&', ',', ' ']));
    let mut bytes = Vec::new();
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || rest.next().unwrap() as char;
        bytes.push(match byte {
            b'%' => u8::from_str_radix(&String::from_iter([digit(), digit()]), 16).unwrap(),
            byte => byte,
        });
    }
    folded(&String::from_utf8(bytes).unwrap())
}

/// A body of few words, so that most of them stand in it more than once.
fn any_body() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "He",
        "he",
        "said",
        "no",
        "yes",
        "don’t",
        "1,600",
        "well-known",
        "½",
        "学习",
        "ca\u{301}n",
        "so\u{AD}on",
        "x_y",
    ]);
    let mark = prop::sample::select(vec![
        " ", " ", " ", " ", " ", ", ", ". ", "\n", "\n\n", " “", ",” ", " – ", "—", "&", "\u{A0}",
        " * ", "\u{2028}",
    ]);
    let parts = prop::collection::vec((word, mark), 1..120);
    parts.prop_map(|parts| {
        parts
            .iter()
            .map(|(word, mark)| format!("{word}{mark}"))
            .collect()
    })
}

fn within(body: &str, ends: [prop::sample::Index; 2]) -> Range<usize> {
    let bounds: Vec<_> = body
        .char_indices()
        .map(|(at, _)| at)
        .chain([body.len()])
        .collect();
    let ends = ends.map(|end| bounds[end.index(bounds.len())]);
    ends[0].min(ends[1])..ends[0].max(ends[1])
}

fn leads_there(body: &str, bytes: Range<usize>) -> Result<(), TestCaseError> {
    let page = Page::new(body, URL);
    let Some(words) = page.words.within(&bytes) else {
        prop_assert_eq!(page.link(&bytes), None);
        return Ok(());
    };
    let rest = page.without_heading(words.clone());
    prop_assert!(rest.start - words.start <= HEADING && rest.end == words.end);
    let words = rest;
    let directive = page.directive(words.clone());
    for part in directive.parts(&page.words) {
        prop_assert!(!breaks_line(part), "{part:?}");
    }
    let Some(link) = page.link(&bytes) else {
        return Ok(());
    };
    if directive.certain {
        let expected = page.words.tokens(words);
        prop_assert_eq!(followed(body, &link), Some(expected), "{}", link);
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_link_leads_to_its_passage(body in any_body(), ends: [prop::sample::Index; 2]) {
        leads_there(&body, within(&body, ends))?;
    }

    #[test]
    fn a_link_into_any_text_leads_to_its_passage(body in sample::any_text(), ends: [prop::sample::Index; 2]) {
        leads_there(&body, within(&body, ends))?;
    }
}
