//! Places that datelines name: capitals and large cities, and countries, which sections are named after.
//!
//! A name in, whether it is known out. The list is small and is meant for one question only: whether the words
//! in capitals before a colon are a place. What is not here: where a place lies.

/// Whether this is the name of a known city, in any letter case; both halves of `ISLAMABAD/KABUL` must be one.
pub(in crate::source) fn is_city(name: &str) -> bool {
    let is_known = |part: &str| CITIES.contains(&part.trim().to_lowercase().as_str());
    is_known(name) || (name.contains('/') && name.split('/').all(is_known))
}

/// Whether this is the name of a country, as headings of sections write it.
pub(in crate::source) fn is_country(name: &str) -> bool {
    COUNTRIES.contains(&name)
}

/// Cities in lower case, by region.
#[rustfmt::skip]
const CITIES: &[&str] = &[
    // Pakistan and Afghanistan
    "islamabad", "rawalpindi", "lahore", "karachi", "peshawar", "quetta", "multan", "faisalabad", "sialkot",
    "gujranwala", "gujrat", "hyderabad", "sukkur", "larkana", "bahawalpur", "sargodha", "abbottabad", "mardan",
    "swat", "mingora", "dera ismail khan", "bannu", "kohat", "parachinar", "chaman", "torkham", "landi kotal", "gwadar",
    "turbat", "khuzdar", "zhob", "muzaffarabad", "mirpur", "gilgit", "skardu", "chitral", "rahim yar khan",
    "dera ghazi khan", "jhang", "kasur", "sheikhupura", "okara", "sahiwal", "murree", "nawabshah", "mirpurkhas",
    "thatta", "badin", "jacobabad", "shikarpur", "khairpur", "hub", "taxila", "attock", "jhelum", "wana", "miranshah",
    "kabul", "kandahar", "herat", "mazar-i-sharif", "mazar-e-sharif", "jalalabad", "kunduz", "ghazni", "khost", "lashkar gah",
    // India and its neighbours
    "new delhi", "delhi", "mumbai", "kolkata", "chennai", "bengaluru", "bangalore", "ahmedabad", "pune", "jaipur",
    "lucknow", "kanpur", "nagpur", "indore", "bhopal", "patna", "chandigarh", "srinagar", "jammu", "amritsar",
    "ludhiana", "guwahati", "imphal", "shillong", "agartala", "kohima", "aizawl", "itanagar", "gangtok", "ranchi",
    "raipur", "bhubaneswar", "cuttack", "visakhapatnam", "vijayawada", "kochi", "thiruvananthapuram", "kozhikode",
    "coimbatore", "madurai", "mysuru", "mangaluru", "panaji", "surat", "vadodara", "rajkot", "varanasi", "prayagraj", "allahabad", "ayodhya",
    "agra", "noida", "gurugram", "gurgaon", "ghaziabad", "faridabad", "shimla", "dehradun", "haridwar", "leh", "puducherry", "jodhpur", "udaipur",
    "dhaka", "chittagong", "chattogram", "sylhet", "khulna", "rajshahi", "cox's bazar", "kathmandu", "pokhara", "colombo",
    "jaffna", "kandy", "galle", "male", "thimphu",
    // The Middle East and Turkey
    "istanbul", "ankara", "izmir", "tehran", "isfahan", "mashhad", "tabriz", "baghdad", "basra", "mosul", "erbil", "kirkuk", "najaf",
    "damascus", "aleppo", "homs", "idlib", "beirut", "tripoli", "sidon", "amman", "jerusalem", "tel aviv", "haifa", "ramallah",
    "gaza", "gaza city", "rafah", "khan younis", "nablus", "jenin", "hebron", "bethlehem", "riyadh", "jeddah", "mecca", "makkah", "medina", "madina", "dammam",
    "doha", "dubai", "abu dhabi", "sharjah", "manama", "kuwait city", "kuwait", "muscat", "sanaa", "sana'a", "aden",
    // Central and East Asia
    "dushanbe", "tashkent", "samarkand", "bishkek", "ashgabat", "astana", "almaty", "baku", "yerevan", "tbilisi",
    "beijing", "shanghai", "guangzhou", "shenzhen", "chongqing", "wuhan", "chengdu", "urumqi", "lhasa", "hong kong", "macau", "taipei", "tokyo", "osaka", "kyoto",
    "hiroshima", "nagasaki", "fukushima", "sapporo", "seoul", "busan", "pyongyang", "ulaanbaatar", "ulan bator",
    // South-East Asia and the Pacific
    "bangkok", "chiang mai", "phnom penh", "vientiane", "hanoi", "ho chi minh city", "yangon", "naypyidaw", "naypyitaw", "mandalay",
    "kuala lumpur", "putrajaya", "penang", "george town", "singapore", "jakarta", "surabaya", "bandung", "bali", "denpasar", "manila", "quezon city", "cebu", "davao",
    "bandar seri begawan", "dili", "goa", "port moresby", "suva", "sydney", "melbourne", "brisbane", "perth", "adelaide",
    "canberra", "hobart", "darwin", "auckland", "wellington", "christchurch", "honolulu",
    // Europe
    "london", "manchester", "birmingham", "liverpool", "leeds", "glasgow", "edinburgh", "cardiff", "belfast", "dublin",
    "paris", "marseille", "lyon", "nice", "toulouse", "strasbourg", "brussels", "antwerp", "amsterdam", "rotterdam", "the hague", "luxembourg",
    "berlin", "hamburg", "munich", "frankfurt", "cologne", "stuttgart", "leipzig", "dresden", "vienna", "salzburg", "zurich", "geneva", "bern", "davos", "lausanne", "basel",
    "rome", "milan", "naples", "turin", "venice", "florence", "palermo", "vatican city", "vatican", "madrid", "barcelona", "valencia", "seville", "lisbon", "porto",
    "athens", "thessaloniki", "nicosia", "valletta", "copenhagen", "stockholm", "gothenburg", "oslo", "helsinki", "reykjavik",
    "tallinn", "riga", "vilnius", "warsaw", "krakow", "gdansk", "prague", "bratislava", "budapest", "bucharest", "sofia",
    "belgrade", "zagreb", "sarajevo", "ljubljana", "skopje", "tirana", "pristina", "podgorica", "chisinau", "kyiv", "kiev",
    "kharkiv", "odesa", "odessa", "lviv", "dnipro", "zaporizhzhia", "kherson", "mariupol", "donetsk", "minsk", "moscow", "st. petersburg", "st petersburg", "kazan", "grozny", "vladivostok", "sochi",
    // Africa
    "cairo", "alexandria", "sharm el-sheikh", "khartoum", "port sudan", "juba", "addis ababa", "asmara", "djibouti", "mogadishu", "nairobi", "mombasa", "kampala",
    "kigali", "bujumbura", "goma", "dodoma", "dar es salaam", "zanzibar", "lusaka", "harare", "lilongwe", "maputo", "gaborone",
    "windhoek", "pretoria", "johannesburg", "cape town", "durban", "maseru", "mbabane", "antananarivo", "port louis", "luanda", "kinshasa",
    "brazzaville", "libreville", "yaounde", "yaoundé", "douala", "bangui", "n'djamena", "ndjamena", "abuja", "lagos", "kano", "maiduguri", "port harcourt", "niamey", "ouagadougou", "bamako",
    "accra", "kumasi", "lome", "lomé", "cotonou", "abidjan", "monrovia", "freetown", "conakry", "bissau", "banjul", "dakar", "nouakchott",
    "rabat", "casablanca", "marrakech", "algiers", "tunis", "benghazi",
    // The Americas
    "washington", "new york", "los angeles", "chicago", "houston", "phoenix", "philadelphia", "san antonio",
    "san diego", "dallas", "austin", "san francisco", "seattle", "denver", "boston", "detroit", "atlanta", "miami",
    "minneapolis", "las vegas", "portland", "nashville", "baltimore", "cleveland", "pittsburgh", "orlando", "new orleans", "salt lake city", "sacramento", "st. louis", "kansas city", "milwaukee",
    "ottawa", "toronto", "montreal", "vancouver", "calgary", "edmonton", "winnipeg", "quebec city", "mexico city", "tijuana", "guadalajara", "monterrey", "ciudad juarez",
    "guatemala city", "tegucigalpa", "san salvador", "managua", "san jose", "panama city", "havana", "kingston",
    "port-au-prince", "santo domingo", "san juan", "port of spain", "bogota", "bogotá", "medellin", "caracas", "quito", "guayaquil", "lima", "la paz", "santa cruz",
    "asuncion", "asunción", "montevideo", "buenos aires", "santiago", "brasilia", "brasília", "sao paulo", "são paulo", "rio de janeiro", "salvador", "belem", "belém",
    "georgetown", "paramaribo", "united nations",
];

/// Countries, as headings of sections write them.
#[rustfmt::skip]
const COUNTRIES: &[&str] = &[
    "Afghanistan", "Albania", "Algeria", "Argentina", "Armenia", "Australia", "Austria", "Azerbaijan", "Bahrain",
    "Bangladesh", "Belarus", "Belgium", "Bhutan", "Bolivia", "Bosnia", "Botswana", "Brazil", "Britain", "Bulgaria", "Cambodia",
    "Cameroon", "Canada", "Chile", "China", "Colombia", "Congo", "Croatia", "Cuba", "Cyprus", "Denmark", "Ecuador", "Egypt",
    "England", "Eritrea", "Estonia", "Ethiopia", "Finland", "France", "Germany", "Ghana", "Greece", "Guatemala", "Haiti",
    "Honduras", "Hungary", "Iceland", "India", "Indonesia", "Iran", "Iraq", "Ireland", "Israel", "Italy", "Jamaica",
    "Japan", "Kazakhstan", "Kenya", "Kosovo", "Kuwait", "Kyrgyzstan", "Laos", "Latvia", "Lebanon", "Liberia", "Libya",
    "Lithuania", "Malaysia", "Maldives", "Mali", "Malta", "Mexico", "Moldova", "Mongolia", "Morocco", "Mozambique", "Myanmar",
    "Namibia", "Nepal", "Netherlands", "Nicaragua", "Niger", "Nigeria", "Norway", "Oman", "Pakistan", "Palestine",
    "Panama", "Paraguay", "Peru", "Philippines", "Poland", "Portugal", "Qatar", "Romania", "Russia", "Rwanda", "Scotland",
    "Senegal", "Serbia", "Singapore", "Slovakia", "Slovenia", "Somalia", "Spain", "Sudan", "Sweden", "Switzerland", "Syria",
    "Taiwan", "Tajikistan", "Tanzania", "Thailand", "Tunisia", "Turkey", "Turkiye", "Türkiye", "Turkmenistan", "Uganda", "Ukraine",
    "Uruguay", "Uzbekistan", "Venezuela", "Vietnam", "Wales", "Yemen", "Zambia", "Zimbabwe",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: bool) {
        assert_eq!(is_city(name), expected, "{name}");
    }

    #[test]
    fn cities() {
        check("SIALKOT", true);
        check("New Delhi", true);
        check("ISLAMABAD/KABUL", true);
        check("ST. LOUIS", true);
        check("BOGOTÁ", true);
        check("BLITZER", false);
        check("ISLAMABAD/BLITZER", false);
        check("WORLD CUP CENTRAL", false);
        check("", false);
        check("/", false);
    }

    #[test]
    fn no_city_stands_twice_and_all_are_in_small_letters() {
        let mut cities = CITIES.to_vec();
        cities.sort_unstable();
        cities.dedup();
        assert_eq!(cities.len(), CITIES.len());
        assert!(CITIES.iter().all(|city| *city == city.to_lowercase()));
    }
}
